package dev.diptych.real;

/** How the host learns that an operation has ended. {@code docs/adr/0003-completion-signals.md} says why there are two ways. */
interface CompletionSignal {
    /** Has the stream give the signal when it has come past the operation, which was just submitted. */
    void mark(CudaStream stream, InFlight operation);

    /** Returns whether an operation that is marked has ended, and with it all before it in its stream; what they wrote is visible then. */
    boolean isDone(CudaStream stream, InFlight operation);

    /**
     * The stream writes the number of each operation that is marked to one word of pinned memory. Operations of a stream end in order, so a word for each stream
     * is enough, and one read tells of all that have ended.
     */
    final class StreamValue implements CompletionSignal {
        /** Stream ids end before it. */
        static final int MOST_STREAMS = 8192;

        private final Cuda cuda;
        private final PinnedMemory words;

        StreamValue(Cuda cuda, Cleanup cleanup) {
            this.cuda = cuda;
            this.words = PinnedMemory.allocate(cuda, MOST_STREAMS * Long.BYTES, cleanup);
            words.clear();
        }

        @Override
        public void mark(CudaStream stream, InFlight operation) {
            DevicePointer word = new DevicePointer(words.address() + (long) offsetBytes(stream));
            cuda.writeValue(stream.handle(), word, operation.sequence());
        }

        @Override
        public boolean isDone(CudaStream stream, InFlight operation) {
            return words.acquire(offsetBytes(stream)) >= operation.sequence();
        }

        private static int offsetBytes(CudaStream stream) {
            return stream.id() * Long.BYTES;
        }
    }

    /** The driver is asked about an event after each operation that is marked. */
    final class Event implements CompletionSignal {
        private final Cuda cuda;
        private final EventPool events;

        Event(Cuda cuda, EventPool events) {
            this.cuda = cuda;
            this.events = events;
        }

        @Override
        public void mark(CudaStream stream, InFlight operation) {
            if (operation.end == null) {
                operation.end = events.take();
                cuda.record(operation.end, stream.handle());
            }
        }

        @Override
        public boolean isDone(CudaStream stream, InFlight operation) {
            if (operation.end == null) {
                throw new IllegalStateException("operation %d has no event".formatted(operation.opId()));
            }
            return cuda.isDone(operation.end);
        }
    }
}

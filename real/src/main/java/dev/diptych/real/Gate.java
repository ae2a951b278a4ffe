package dev.diptych.real;

/**
 * Holds a stream back while an operation is brought into it.
 *
 * <p>An idle stream runs each command as it arrives. The event before an operation would then be stamped microseconds before the operation
 * itself has come through the driver, and its device time would be the host's. Behind the gate all of an operation's commands are there before
 * the first one runs.
 */
final class Gate {
    private final Cuda cuda;
    private final PinnedMemory word;
    private long closed;

    Gate(Cuda cuda, Cleanup cleanup) {
        this.cuda = cuda;
        this.word = PinnedMemory.allocate(cuda, Long.BYTES, cleanup);
        word.clear();
    }

    /** Lets a stream go no further, until {@link #open}; the caller opens it whatever happens, allocates nothing and waits for nothing in between. */
    void close(CudaStream stream) {
        closed++;
        cuda.awaitValue(stream.handle(), new DevicePointer(word.address()), closed);
    }

    /** Lets every stream go on. */
    void open() {
        word.release(0, closed);
    }
}

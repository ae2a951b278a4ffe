package dev.diptych.real;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The streams of a GPU that have operations in flight, and what is known of their ends: by signals, which are looked for where there is one to come,
 * and by blocks that report, which come by themselves. A stream with quiet operations alone costs nothing until something is known of it.
 */
final class BusyStreams {
    private final CompletionSignal signal;
    private final StreamSet busy = new StreamSet();
    /** Those with an operation that gives a signal. */
    private final StreamSet signalling = new StreamSet();
    /** Those of which an operation has ended since they were taken from here last; some perhaps more than once. */
    private final Deque<CudaStream> ended = new ArrayDeque<>();

    private int checked;

    BusyStreams(CompletionSignal signal) {
        this.signal = signal;
    }

    /** Adds an operation that was submitted to its stream; unless it is quiet, it is marked with a signal. */
    void add(CudaStream stream, InFlight operation) {
        stream.add(operation);
        busy.add(stream);
        if (!operation.isQuiet()) {
            signalling.add(stream);
        }
    }

    /** Looks for signals, in each stream that has one to come. */
    void look() {
        for (int place = 0; place < signalling.size(); place++) {
            CudaStream stream = signalling.get(place);
            if (sees(stream)) {
                ended.add(stream);
            }
        }
    }

    /** Returns whether an operation is known to have ended, now that its stream has been looked at. */
    boolean hasEnded(CudaStream stream, InFlight operation) {
        if (sees(stream)) {
            ended.add(stream);
        }
        return stream.hasEnded(operation);
    }

    private boolean sees(CudaStream stream) {
        boolean sees = false;
        InFlight next = stream.nextSignal();
        while (next != null && signal.isDone(stream, next)) {
            stream.endedThrough(next.sequence());
            sees = true;
            next = stream.nextSignal();
        }
        return sees;
    }

    /** Takes note that an operation has ended whose blocks all said so, and with it all before it in its stream. */
    void endedThrough(CudaStream stream, long sequence) {
        stream.endedThrough(sequence);
        ended.add(stream);
    }

    /** Returns how many streams {@link #nextEnded} has. */
    int ended() {
        return ended.size();
    }

    /** Takes a stream in which operations have ended that the controller may not have been told of; there has to be one. */
    CudaStream nextEnded() {
        return ended.remove();
    }

    /** Takes out the oldest operation of a stream, of whose end the controller is told now. */
    void removeOldest(CudaStream stream) {
        stream.removeOldest();
        if (stream.nextSignal() == null) {
            signalling.remove(stream);
        }
        if (stream.isIdle()) {
            busy.remove(stream);
        }
    }

    /** Returns one of the streams, another one each time; null when there is none. */
    @Nullable
    CudaStream nextToCheck() {
        if (busy.isEmpty()) {
            return null;
        }
        checked = (checked + 1) % busy.size();
        return busy.get(checked);
    }

    boolean isEmpty() {
        return busy.isEmpty();
    }

    /** Returns whether a signal is to come, or an end to be told. */
    boolean hasNews() {
        return !signalling.isEmpty() || !ended.isEmpty();
    }
}

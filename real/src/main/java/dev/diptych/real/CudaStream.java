package dev.diptych.real;

import java.util.ArrayDeque;
import java.util.Deque;
import jcuda.driver.CUstream;
import org.jspecify.annotations.Nullable;

/** A stream with the operations in it that the controller has not heard the end of, oldest first. */
final class CudaStream {
    private final int id;
    private final CUstream handle;
    private final Deque<InFlight> pending = new ArrayDeque<>();
    /** Of these, the ones whose signal has not been seen. */
    private final Deque<InFlight> signals = new ArrayDeque<>();

    private long submitted;
    private long lastEndNanos;
    private long endedThrough;

    CudaStream(int id, CUstream handle) {
        this.id = id;
        this.handle = handle;
    }

    int id() {
        return id;
    }

    CUstream handle() {
        return handle;
    }

    /** Returns the number of the next operation, from 1. */
    long nextSequence() {
        return submitted + 1;
    }

    void add(InFlight operation) {
        submitted++;
        pending.add(operation);
        if (!operation.isQuiet()) {
            signals.add(operation);
        }
    }

    /** Returns the oldest operation whose signal has not been seen; null when there is none. */
    @Nullable
    InFlight nextSignal() {
        return signals.peek();
    }

    @Nullable
    InFlight oldest() {
        return pending.peek();
    }

    void removeOldest() {
        pending.remove();
    }

    boolean isIdle() {
        return pending.isEmpty();
    }

    /** Takes note that an operation has ended, and with it all before it. */
    void endedThrough(long sequence) {
        endedThrough = Math.max(endedThrough, sequence);
        for (InFlight next = signals.peek(); next != null && hasEnded(next); next = signals.peek()) {
            signals.remove();
        }
    }

    /** Returns whether an operation is known to have ended, by itself or by a later one. */
    boolean hasEnded(InFlight operation) {
        return operation.sequence() <= endedThrough;
    }

    /**
     * Returns whether what is pending, all of which has run, may yet be told of by blocks: their notices are in the ring and not read.
     *
     * @throws IllegalStateException when they should have been read long ago
     */
    boolean awaitsNotices(long sinceEpochNanos) {
        for (InFlight operation : pending) {
            NoticeSlot slot = operation.notices;
            if (slot != null) {
                slot.requireToldBefore(sinceEpochNanos);
                return true;
            }
        }
        return false;
    }

    /** Returns the end, in run time, of the operation that was told last. */
    long lastEndNanos() {
        return lastEndNanos;
    }

    void endedAt(long endNanos) {
        lastEndNanos = endNanos;
    }
}

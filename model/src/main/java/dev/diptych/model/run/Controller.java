package dev.diptych.model.run;

import dev.diptych.model.op.Bytes;

/**
 * All that a system is told. One callback runs at a time, to its end; {@link Host#nowNanos()} stands still meanwhile, and what is submitted
 * takes effect after it.
 *
 * <ul>
 *   <li>Operations of one stream are told in the order in which they were submitted.
 *   <li>Times never run backwards from one callback to the next; a {@code startNanos} or {@code endNanos} is never later than now.
 *   <li>What a system did not ask for is never told, so the callbacks for notices, values and timers refuse by default.
 * </ul>
 */
public interface Controller {
    void onArrival(Arrival arrival);

    /**
     * An operation has ended. It starts when the device takes it up, its stream being free, so what the device needs to start its first
     * block, and a wait behind other kernels, are part of it. Device times are on the host's clock.
     */
    void onOpDone(long opId, long startNanos, long endNanos);

    /**
     * Blocks of a launch that asked for notices have started or finished since the last notice. All of a launch's blocks are told before its
     * {@link #onOpDone}; an end may be told before its start, because the device does not order the two.
     */
    default void onBlocks(long opId, int started, int finished) {
        throw new IllegalStateException(
                "operation %d reported blocks to a controller that takes no notices".formatted(opId));
    }

    /** A read-back has brought its bytes; its {@link #onOpDone} follows at once, at the same time. */
    default void onValue(long opId, Bytes value) {
        throw new IllegalStateException("operation %d read back to a controller that takes no values".formatted(opId));
    }

    /** A timer has come due; never before its time, perhaps after it. */
    default void onTimer(long timerId) {
        throw new IllegalStateException("timer %d rang for a controller that takes no timers".formatted(timerId));
    }
}

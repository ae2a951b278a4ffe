package dev.diptych.real;

import dev.diptych.model.op.Op;
import jcuda.driver.CUevent;
import org.jspecify.annotations.Nullable;

/** An operation between its submission and the controller's hearing of its end, with what it holds meanwhile. */
final class InFlight {
    private final long opId;
    private final Op op;
    private final boolean isQuiet;
    private final long sequence;
    private final long submittedNanos;

    /** Both or neither, as settings have it; the end also serves as signal where streams cannot write values. */
    @Nullable
    CUevent start;

    @Nullable
    CUevent end;

    DeviceClock.@Nullable Anchor anchor;

    @Nullable
    NoticeSlot notices;

    /** Where a read-back's bytes arrive; null also for one of no bytes. */
    @Nullable
    PinnedMemory value;

    private boolean told;

    /**
     * An operation as it is submitted.
     *
     * @param isQuiet whether it goes without a signal
     * @param sequence its number in its stream, from 1
     * @param submittedNanos on the clock of {@link RunClock#sinceEpochNanos}
     */
    InFlight(long opId, Op op, boolean isQuiet, long sequence, long submittedNanos) {
        this.opId = opId;
        this.op = op;
        this.isQuiet = isQuiet;
        this.sequence = sequence;
        this.submittedNanos = submittedNanos;
    }

    /** Says that the controller hears of its end now; its events go to other operations. */
    void setTold() {
        told = true;
    }

    boolean isTold() {
        return told;
    }

    long opId() {
        return opId;
    }

    Op op() {
        return op;
    }

    boolean isQuiet() {
        return isQuiet;
    }

    long sequence() {
        return sequence;
    }

    long submittedNanos() {
        return submittedNanos;
    }
}

package dev.diptych.real;

import dev.diptych.model.run.Controller;
import org.jspecify.annotations.Nullable;

/** A place for a launch in flight that reports its blocks, and what that has told so far. */
final class NoticeSlot {
    /** After its kernel has ended, a notice takes microseconds to arrive; one that takes this long will not. */
    private static final long LIMIT_NANOS = 1_000_000_000L;

    private final int index;
    private long opId;
    private @Nullable CudaStream stream;
    private long sequence;
    private int blocksPerNotice;
    private long gridBlocks;
    private int untoldStarted;
    private int untoldFinished;
    private long started;
    private long finished;
    private long endSeenNanos;
    private boolean endSeen;

    NoticeSlot(int index) {
        this.index = index;
    }

    /** Takes a launch, about to be submitted to a stream as the operation of a number there. */
    void open(long op, int perNotice, long blocks, CudaStream in, long number) {
        opId = op;
        stream = in;
        sequence = number;
        blocksPerNotice = perNotice;
        gridBlocks = blocks;
        started = 0;
        finished = 0;
        endSeen = false;
    }

    int index() {
        return index;
    }

    long opId() {
        return opId;
    }

    int blocksPerNotice() {
        return blocksPerNotice;
    }

    /** Returns how many words its launch writes: one for each full or last batch, of starts and of ends. */
    long notices() {
        return notices(gridBlocks, blocksPerNotice);
    }

    static long notices(long blocks, int blocksPerNotice) {
        return 2 * ((blocks + blocksPerNotice - 1) / blocksPerNotice);
    }

    /**
     * Counts blocks of a notice; returns whether they are the first since {@link #tell}.
     *
     * @throws IllegalStateException when there are more than the launch has
     */
    boolean count(boolean isStart, int blocks) {
        boolean isFirst = untoldStarted + untoldFinished == 0;
        if (isStart) {
            started += blocks;
            untoldStarted += blocks;
        } else {
            finished += blocks;
            untoldFinished += blocks;
        }
        if (started > gridBlocks || finished > gridBlocks) {
            throw new IllegalStateException("more blocks were told than there are, so the ring overflowed: " + this);
        }
        return isFirst;
    }

    /** Tells of the blocks that were counted since it was called last. */
    void tell(Controller controller) {
        int startedNow = untoldStarted;
        int finishedNow = untoldFinished;
        untoldStarted = 0;
        untoldFinished = 0;
        controller.onBlocks(opId, startedNow, finishedNow);
    }

    /** Returns whether every block's start and end has come. */
    boolean isComplete() {
        return started == gridBlocks && finished == gridBlocks;
    }

    /** Takes note of the launch's end where all blocks have told of theirs. */
    void endIn(BusyStreams streams) {
        CudaStream in = stream;
        if (in != null && isComplete()) {
            streams.endedThrough(in, sequence);
        }
    }

    /**
     * Takes note that its launch is known to have ended at a time.
     *
     * @throws IllegalStateException when that has been so for long, and blocks are still untold
     */
    void requireToldBefore(long nowNanos) {
        if (!endSeen) {
            endSeen = true;
            endSeenNanos = nowNanos;
        }
        if (!isComplete() && nowNanos - endSeenNanos > LIMIT_NANOS) {
            throw new IllegalStateException("a launch has ended, but notices are missing: " + this);
        }
    }

    /** Lets go of a launch that has told everything. */
    void close() {
        if (!isComplete()) {
            throw new IllegalStateException("a launch ended with blocks untold: " + this);
        }
        stream = null;
    }

    @Override
    public String toString() {
        return "operation %d: %d blocks, %d started, %d finished".formatted(opId, gridBlocks, started, finished);
    }
}

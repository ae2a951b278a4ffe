package dev.diptych.systems.serving;

import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Op;
import dev.diptych.model.work.Footprint;
import dev.diptych.systems.serving.workload.Bound;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request that is being served: the operations of an instance of its model, of which it has been through some. Or several requests of one
 * model that are served together; each of them has been a job without an instance before.
 *
 * <p>The program moves it. Its public fields are the scheduler's: what that has to remember of a job.
 */
public final class Job {
    /** A time that never comes. */
    public static final long NEVER = Long.MAX_VALUE;

    public static final int NO_STREAM = -1;

    private final long requestId;
    private final ServedModel model;
    private final long arrivedNanos;
    private final @Nullable Instance instance;
    private final List<Job> riders;
    private int released;
    private int done;
    private long releasedNanos;
    /** Whether nothing of it was on the GPU when its latest operation was released. */
    private boolean isAlone;

    /** What an order sorts it by: the smallest goes first. */
    public double key;

    /** When it joined a queue, as a running number: the smaller one goes first among equal keys. */
    public long turn;

    /** The stream that its operations go to. */
    public int stream = NO_STREAM;

    /** When it was begun, in nanoseconds of the run. */
    public long startedNanos;

    /** Of the kernel that runs: blocks that are not known to have started. */
    public long unstartedBlocks;

    /** Of the kernel that runs: blocks that are not known to have ended. */
    public long unfinishedBlocks;

    /** Whether the kernel that runs was released without there being room. */
    public boolean isBeyondRoom;

    Job(long requestId, ServedModel model, long arrivedNanos, @Nullable Instance instance) {
        this(requestId, model, arrivedNanos, instance, List.of());
    }

    private Job(long requestId, ServedModel model, long arrivedNanos, @Nullable Instance instance, List<Job> riders) {
        this.requestId = requestId;
        this.model = model;
        this.arrivedNanos = arrivedNanos;
        this.instance = instance;
        this.riders = riders;
    }

    /** Returns a job that serves requests of one model together, the one that has waited longest first. */
    static Job carrying(List<Job> riders, Instance instance) {
        Job first = riders.get(0);
        return new Job(first.requestId, first.model, first.arrivedNanos, instance, List.copyOf(riders));
    }

    /** Returns the requests that it serves together; none for a job that is a request itself. */
    List<Job> riders() {
        return riders;
    }

    /** Returns how many requests it serves. */
    public int requests() {
        return Math.max(riders.size(), 1);
    }

    /** Returns the id of its request, and of the first one if it serves several. */
    public long requestId() {
        return requestId;
    }

    public ServedModel model() {
        return model;
    }

    /** Returns its intended arrival, in nanoseconds of the run. */
    public long arrivedNanos() {
        return arrivedNanos;
    }

    /** Returns when it should be done, in nanoseconds of the run; {@link #NEVER} if nobody said. */
    public long deadlineNanos() {
        return model.deadlineNanos() == NEVER ? NEVER : arrivedNanos + model.deadlineNanos();
    }

    /** Returns how many of its operations have been released. */
    public int released() {
        return released;
    }

    /** Returns how many of its operations have ended. */
    public int done() {
        return done;
    }

    /** Returns whether it has an operation that is not released yet. */
    public boolean hasNext() {
        return released < instance().size();
    }

    /** Returns whether its last operation is the one that is released next. */
    public boolean isAtLast() {
        return released == instance().size() - 1;
    }

    public boolean isDone() {
        return done == instance().size();
    }

    /** Returns what a block of the kernel that is released next takes; null when that is a copy. */
    public @Nullable Footprint nextFootprint() {
        return instance().footprint(released);
    }

    /** Returns how many blocks the kernel has that is released next. */
    public long nextBlocks() {
        if (instance().op(released) instanceof Launch launch) {
            return launch.grid().count();
        }
        throw new IllegalStateException(this + " releases a copy next, which has no blocks");
    }

    /** Returns what a block of one of its kernels takes, counted from 0; null when that is a copy. */
    public @Nullable Footprint footprint(int op) {
        return instance().footprint(op);
    }

    /** Returns what a block of the kernel takes that is the oldest of those on the GPU; null when that is a copy. */
    public @Nullable Footprint runningFootprint() {
        return footprint(done);
    }

    /** Returns what a block of the kernel took that ended last; null when that was a copy. */
    public @Nullable Footprint endedFootprint() {
        return instance().footprint(done - 1);
    }

    /** Returns what the operation uses most that is released next. */
    public Bound nextBound() {
        return instance().bound(released);
    }

    /** Returns what the oldest of its operations on the GPU uses most. */
    public Bound runningBound() {
        return instance().bound(done);
    }

    /** Returns how long the operation takes alone that is released next, as far as is known, in microseconds. */
    public double nextMicros() {
        return instance().times().micros(released);
    }

    /** Returns how long the oldest of its operations on the GPU takes alone, as far as is known, in microseconds. */
    public double runningMicros() {
        return instance().times().micros(done);
    }

    /** Returns how many blocks the oldest kernel on the GPU has; 0 when that is a copy. */
    public long runningBlocks() {
        return instance().op(done) instanceof Launch launch ? launch.grid().count() : 0;
    }

    Instance instance() {
        Instance own = instance;
        if (own == null) {
            throw new IllegalStateException(
                    "request %d waits to be gathered and has no operations yet".formatted(requestId));
        }
        return own;
    }

    Op release(long nowNanos) {
        leaveAt(nowNanos);
        return instance().op(released++);
    }

    /** As {@link #release}, of a launch, with its blocks reporting. */
    Op releaseReporting(long nowNanos) {
        leaveAt(nowNanos);
        return instance().reporting(released++);
    }

    private void leaveAt(long nowNanos) {
        isAlone = released == done;
        releasedNanos = nowNanos;
    }

    /** Returns whether its only operation on the GPU was alone there all the time, so that it tells how long it takes. */
    boolean isMeasuring() {
        return isAlone && released == done + 1;
    }

    /** Returns when its latest operation was released. */
    long releasedNanos() {
        return releasedNanos;
    }

    /** Counts the oldest operation on the GPU as ended. */
    void opDone() {
        done++;
    }

    @Override
    public String toString() {
        return "request %d, a job of '%s' with %d of %d operations done"
                .formatted(requestId, model.name(), done, instance == null ? 0 : instance.size());
    }
}

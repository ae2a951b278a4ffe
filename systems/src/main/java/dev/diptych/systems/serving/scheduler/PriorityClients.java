package dev.diptych.systems.serving.scheduler;

import dev.diptych.model.hw.SmSpec;
import dev.diptych.model.run.Host;
import dev.diptych.model.work.Footprint;
import dev.diptych.systems.serving.Job;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Jobs of two classes, as Orion's scheduler has them (EuroSys'24). Models of priority 0 or less are the high-priority client: all operations of
 * its jobs go to its stream at once, which has the highest priority of the GPU. Each other model is a best-effort client with a stream of its own, which has one job at a time; its
 * operations are held back, to be released one by one. Every end is told, so that it is known what runs.
 */
final class PriorityClients {
    private static final int HIGH_STREAM = Host.HIGH_PRIORITY_STREAM;
    private static final int FIRST_BEST_EFFORT_STREAM = 1;

    private final Dispatch dispatch;
    private final SmSpec sm;
    /** On the GPU with all that they have left, the oldest first. */
    private final Deque<Job> high = new ArrayDeque<>();

    private final RequestQueues bestEffort;
    private final long[] finished;
    private int bestEffortOps;

    PriorityClients(Dispatch dispatch) {
        this.dispatch = dispatch;
        this.sm = dispatch.gpu().sm();
        this.bestEffort = new RequestQueues(dispatch.models());
        this.finished = new long[dispatch.models()];
    }

    static boolean isHigh(Job job) {
        return job.model().priority() <= 0;
    }

    void add(Job job) {
        if (!isHigh(job)) {
            bestEffort.add(job);
            return;
        }
        high.add(job);
        while (job.hasNext()) {
            dispatch.release(job, HIGH_STREAM);
        }
    }

    /** Takes note of an operation's end. */
    void opDone(Job job) {
        if (!isHigh(job)) {
            bestEffortOps--;
        }
        if (job.isDone()) {
            finished[job.model().index()]++;
            if (isHigh(job)) {
                high.remove();
            } else {
                bestEffort.remove(job.model().index());
            }
        }
    }

    /** Returns the high-priority job of which an operation runs; null when there is none. */
    @Nullable
    Job high() {
        return high.peek();
    }

    int clients() {
        return bestEffort.models();
    }

    /** Returns the job of a best-effort client that has an operation to release; null when there is none. */
    @Nullable
    Job next(int client) {
        Job job = bestEffort.peek(client);
        return job != null && job.hasNext() ? job : null;
    }

    /** Returns how many jobs of a client are done. */
    long finished(int client) {
        return finished[client];
    }

    /** Releases the next operation of a best-effort job. */
    void release(Job job) {
        bestEffortOps++;
        dispatch.release(job, FIRST_BEST_EFFORT_STREAM + job.model().index());
    }

    /** Returns how many best-effort operations are on the GPU. */
    int bestEffortOps() {
        return bestEffortOps;
    }

    /** Returns how many multiprocessors the operation fills that a job releases next; 0 for a copy. */
    long smsOfNext(Job job) {
        Footprint block = job.nextFootprint();
        return block == null ? 0 : sms(block, job.nextBlocks());
    }

    /** Returns how many multiprocessors the operation of a job fills that runs; 0 for a copy. */
    long smsOfRunning(Job job) {
        Footprint block = job.runningFootprint();
        return block == null ? 0 : sms(block, job.runningBlocks());
    }

    private long sms(Footprint block, long blocks) {
        int perSm = block.blocksPerSm(sm);
        return (blocks + perSm - 1) / perSm;
    }
}

package dev.diptych.systems.serving.order;

import dev.diptych.systems.serving.Job;
import org.jspecify.annotations.Nullable;

/**
 * The jobs that wait, in an order, with a bound on how far a model may fall behind: deficit fairness over models (Paella, SOSP'23; {@code
 * scheduler_full3.h} of its artifact).
 *
 * <p>With each operation that leaves the queue, every model with jobs that wait is owed one operation divided by the number of those models, and
 * the model that was served gets one. As soon as a model is owed as many as the threshold, its first job goes before all others. A model
 * whose last job leaves the queue forgets what it is owed. Jobs that are set aside wait like the others; they are only passed over.
 */
public final class JobQueue {
    private final JobOrder.Keys keys;
    private final double threshold;
    private final JobHeap[] heaps;
    private final JobHeap aside = new JobHeap();
    /** Jobs of each model that wait, those that are set aside included. */
    private final int[] waiting;

    private final double[] owed;
    private int active;
    private long turns;

    /**
     * @param models that jobs may belong to
     * @param threshold operations that a model may be owed; infinite for no fairness
     */
    public JobQueue(JobOrder.Keys keys, int models, double threshold) {
        this.keys = keys;
        this.threshold = threshold;
        this.heaps = new JobHeap[models];
        this.waiting = new int[models];
        this.owed = new double[models];
        for (int model = 0; model < models; model++) {
            heaps[model] = new JobHeap();
        }
    }

    /** Adds a job, with the key that it has now. */
    public void add(Job job) {
        job.key = keys.of(job);
        job.turn = turns++;
        int model = job.model().index();
        active += waiting[model] == 0 ? 1 : 0;
        waiting[model]++;
        heaps[model].add(job);
    }

    /** Returns the job that goes next, and leaves it where it is; null when there is none but those that are set aside. */
    public @Nullable Job peek() {
        Job best = null;
        int mostOwed = -1;
        for (int model = 0; model < heaps.length; model++) {
            Job first = heaps[model].peek();
            if (first == null) {
                continue;
            }
            if (best == null || JobHeap.goesBefore(first, best)) {
                best = first;
            }
            if (mostOwed < 0 || owed[model] > owed[mostOwed]) {
                mostOwed = model;
            }
        }
        return mostOwed >= 0 && owed[mostOwed] >= threshold ? heaps[mostOwed].peek() : best;
    }

    /** Takes out the job that {@link #peek} returned, for its next operation. */
    public void remove(Job job) {
        double share = 1.0 / active;
        for (int model = 0; model < heaps.length; model++) {
            owed[model] += waiting[model] == 0 ? 0 : share;
        }
        int served = job.model().index();
        owed[served] -= 1;
        heaps[served].remove();
        waiting[served]--;
        if (waiting[served] == 0) {
            owed[served] = 0;
            active--;
        }
    }

    /** Passes over the job that {@link #peek} returned, until {@link #bringBack}. */
    public void setAside(Job job) {
        heaps[job.model().index()].remove();
        aside.add(job);
    }

    /** Has the first of the jobs that are set aside take part again, in its place; does nothing when there is none. */
    public void bringBack() {
        Job first = aside.peek();
        if (first != null) {
            aside.remove();
            heaps[first.model().index()].add(first);
        }
    }
}

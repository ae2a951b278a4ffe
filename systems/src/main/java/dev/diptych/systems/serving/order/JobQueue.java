package dev.diptych.systems.serving.order;

import dev.diptych.systems.serving.Job;
import org.jspecify.annotations.Nullable;

/**
 * The jobs that wait, in an order, with a bound on how far a model may fall behind: deficit fairness over models (Paella, SOSP'23; {@code
 * scheduler_full3.h} of its artifact).
 *
 * <p>With each operation that leaves the queue, every model with jobs in it is owed one operation divided by the number of those models, and
 * the model that was served gets one. As soon as a model is owed as many as the threshold, its first job goes before all others. A model
 * whose last job leaves the queue forgets what it is owed.
 */
public final class JobQueue {
    private final JobOrder.Keys keys;
    private final double threshold;
    private final JobHeap[] heaps;
    private final double[] owed;
    private int active;
    private int size;
    private long turns;

    /**
     * @param models that jobs may belong to
     * @param threshold operations that a model may be owed; infinite for no fairness
     */
    public JobQueue(JobOrder.Keys keys, int models, double threshold) {
        this.keys = keys;
        this.threshold = threshold;
        this.heaps = new JobHeap[models];
        this.owed = new double[models];
        for (int model = 0; model < models; model++) {
            heaps[model] = new JobHeap();
        }
    }

    /** Returns an empty queue in the same order, in which no model falls behind. */
    public JobQueue another() {
        return new JobQueue(keys, heaps.length, Double.POSITIVE_INFINITY);
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public int size() {
        return size;
    }

    /** Adds a job, with the key that it has now. */
    public void add(Job job) {
        job.key = keys.of(job);
        job.turn = turns++;
        JobHeap heap = heaps[job.model().index()];
        active += heap.isEmpty() ? 1 : 0;
        heap.add(job);
        size++;
    }

    /** Returns the job that goes next, and leaves it where it is; null when there is none. */
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
        int served = job.model().index();
        double share = 1.0 / active;
        for (int model = 0; model < heaps.length; model++) {
            owed[model] += heaps[model].isEmpty() ? 0 : share;
        }
        owed[served] -= 1;
        withdraw(job);
    }

    /** Takes out the job that {@link #peek} returned without an operation of it being served. */
    public void withdraw(Job job) {
        int model = job.model().index();
        heaps[model].remove();
        size--;
        if (heaps[model].isEmpty()) {
            owed[model] = 0;
            active--;
        }
    }
}

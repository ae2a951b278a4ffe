package dev.diptych.systems.serving.scheduler;

import dev.diptych.systems.serving.Job;
import dev.diptych.systems.serving.ServedModel;
import java.util.ArrayList;
import java.util.List;

/**
 * Requests that wait for a GPU which runs one batch at a time, and which of them make the next one, as Clockwork chooses (OSDI'20; {@code
 * infer5_scheduler} of its code). Each model and batch size is a strategy, open as long as there are as many requests that it would keep the
 * deadlines of. The strategy goes next whose first request has to begin first: its deadline less how long the batch takes. Then the batch is
 * made as large as its model has requests for. Requests that not even a batch of one would keep the deadline of are rejected.
 */
final class DeadlineQueues {
    private final Dispatch dispatch;
    private final RunTimes times;
    private final List<Integer> sizes;
    private final long sloNanos;
    private final long marginNanos;
    private final long maxBatchNanos;
    /** By model, in the order of arrival and so of deadlines. */
    private final List<List<Job>> queues = new ArrayList<>();

    /**
     * @param sizes of batches, in rising order, from 1 on
     * @param sloNanos that requests may take whose models do not say
     * @param marginNanos before its deadline at which a request should be done
     * @param maxBatchNanos that a batch of several requests may take
     */
    DeadlineQueues(
            Dispatch dispatch,
            RunTimes times,
            List<Integer> sizes,
            long sloNanos,
            long marginNanos,
            long maxBatchNanos) {
        this.dispatch = dispatch;
        this.times = times;
        this.sizes = sizes;
        this.sloNanos = sloNanos;
        this.marginNanos = marginNanos;
        this.maxBatchNanos = maxBatchNanos;
        for (int model = 0; model < dispatch.models(); model++) {
            queues.add(new ArrayList<>());
        }
    }

    void add(Job request) {
        queues.get(request.model().index()).add(request);
    }

    /** Takes out the requests that make the next batch, if the GPU is free at a time; none when nothing waits that would keep its deadline. */
    List<Job> removeNext(long freeNanos) {
        List<Job> best = List.of();
        int bestSize = 0;
        long bestBeginNanos = Job.NEVER;
        for (List<Job> queue : queues) {
            dropLate(queue, freeNanos);
            if (queue.isEmpty()) {
                continue;
            }
            ServedModel model = queue.get(0).model();
            for (int size : sizes) {
                long estimateNanos = times.estimateNanos(model, size);
                int first = firstInTime(queue, freeNanos + estimateNanos);
                if (!isOpen(queue, size, first, estimateNanos)) {
                    continue;
                }
                long beginNanos = dueNanos(queue.get(first)) - estimateNanos;
                if (beginNanos < bestBeginNanos) {
                    bestBeginNanos = beginNanos;
                    best = queue;
                    bestSize = size;
                }
            }
        }
        return best.isEmpty() ? List.of() : remove(best, bestSize, freeNanos);
    }

    private void dropLate(List<Job> queue, long freeNanos) {
        if (!queue.isEmpty()) {
            int inTime = firstInTime(
                    queue, freeNanos + times.estimateNanos(queue.get(0).model(), 1));
            List<Job> late = queue.subList(0, inTime);
            late.forEach(dispatch::reject);
            late.clear();
        }
    }

    private boolean isOpen(List<Job> queue, int size, int first, long estimateNanos) {
        return queue.size() - first >= size && (size == 1 || estimateNanos <= maxBatchNanos);
    }

    /** Returns the position of the first request that is due at a time or later; the queue's size if none is. */
    private int firstInTime(List<Job> queue, long endNanos) {
        int low = 0;
        int high = queue.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (dueNanos(queue.get(middle)) < endNanos) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private long dueNanos(Job request) {
        long deadlineNanos = request.deadlineNanos();
        return (deadlineNanos == Job.NEVER ? request.arrivedNanos() + sloNanos : deadlineNanos) - marginNanos;
    }

    private List<Job> remove(List<Job> queue, int atLeast, long freeNanos) {
        ServedModel model = queue.get(0).model();
        int largest = atLeast;
        int first = firstInTime(queue, freeNanos + times.estimateNanos(model, atLeast));
        for (int size : sizes) {
            long estimateNanos = times.estimateNanos(model, size);
            int firstOfSize = firstInTime(queue, freeNanos + estimateNanos);
            if (size > atLeast && isOpen(queue, size, firstOfSize, estimateNanos)) {
                largest = size;
                first = firstOfSize;
            }
        }
        List<Job> batch = queue.subList(first, first + largest);
        List<Job> removed = List.copyOf(batch);
        batch.clear();
        return removed;
    }
}

package dev.diptych.systems.serving.order;

import dev.diptych.systems.serving.Job;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A binary heap of jobs by key, then by turn; joining and leaving allocate nothing once it has grown. */
final class JobHeap {
    private @Nullable Job[] jobs = new @Nullable Job[16];
    private int size;

    @Nullable
    Job peek() {
        return jobs[0];
    }

    void add(Job job) {
        if (size == jobs.length) {
            jobs = Arrays.copyOf(jobs, 2 * size);
        }
        int at = size++;
        while (at > 0) {
            int parent = (at - 1) / 2;
            Job above = jobs[parent];
            if (above == null || !goesBefore(job, above)) {
                break;
            }
            jobs[at] = above;
            at = parent;
        }
        jobs[at] = job;
    }

    /** Takes out the first; there has to be one. */
    void remove() {
        Job last = jobs[--size];
        jobs[size] = null;
        if (size == 0 || last == null) {
            return;
        }
        int at = 0;
        while (2 * at + 1 < size) {
            int child = 2 * at + 1;
            Job first = jobs[child];
            Job second = child + 1 < size ? jobs[child + 1] : null;
            if (first != null && second != null && goesBefore(second, first)) {
                child++;
                first = second;
            }
            if (first == null || !goesBefore(first, last)) {
                break;
            }
            jobs[at] = first;
            at = child;
        }
        jobs[at] = last;
    }

    /** The order is total: no two jobs of a queue have the same turn. */
    static boolean goesBefore(Job one, Job other) {
        int byKey = Double.compare(one.key, other.key);
        return byKey < 0 || (byKey == 0 && one.turn < other.turn);
    }
}

package dev.diptych.systems.serving;

import org.jspecify.annotations.Nullable;

/** The jobs of operations that are on the GPU, by operation id; ids come in their order, and most end not long after they came. */
final class InFlight {
    private @Nullable Job[] jobs = new @Nullable Job[64];
    private long first;
    private long next;

    /** Adds an operation, with an id larger than all before. */
    void add(long opId, Job job) {
        while (first < next && at(first) == null) {
            first++;
        }
        first = first == next ? opId : first;
        if (opId - first >= jobs.length) {
            grow(opId);
        }
        jobs[(int) (opId & (jobs.length - 1))] = job;
        next = opId + 1;
    }

    private void grow(long opId) {
        int length = jobs.length;
        while (opId - first >= length) {
            length = Math.multiplyExact(length, 2);
        }
        @Nullable Job[] larger = new @Nullable Job[length];
        for (long id = first; id < next; id++) {
            larger[(int) (id & (length - 1))] = at(id);
        }
        jobs = larger;
    }

    /** Returns the job of an operation; null when none of them has it. */
    @Nullable
    Job get(long opId) {
        return opId < first || opId >= next ? null : at(opId);
    }

    void remove(long opId) {
        jobs[(int) (opId & (jobs.length - 1))] = null;
    }

    /** Returns the oldest one's job; null when there is none. */
    @Nullable
    Job oldest() {
        for (long id = first; id < next; id++) {
            Job job = at(id);
            if (job != null) {
                return job;
            }
        }
        return null;
    }

    private @Nullable Job at(long opId) {
        return jobs[(int) (opId & (jobs.length - 1))];
    }
}

package dev.diptych.systems.serving;

import org.jspecify.annotations.Nullable;

/** The operations that are on the GPU, by id; ids come in their order, and most operations end not long after they came. */
final class InFlight {
    /** An operation on the GPU, and what is left of it. The object goes to another operation afterwards, so that none is made for each kernel. */
    static final class Released {
        private @Nullable Job job;
        private int index;
        private boolean isQuiet;
        private long atNanos;
        private long unfinishedBlocks;

        Job job() {
            Job own = job;
            if (own == null) {
                throw new IllegalStateException("an operation was asked for its job after it had ended");
            }
            return own;
        }

        /** Returns which of its job's operations it is, from 0 on. */
        int index() {
            return index;
        }

        /** Returns whether its end is told together with that of a later one. */
        boolean isQuiet() {
            return isQuiet;
        }

        /** Returns when it was released, in nanoseconds of the run. */
        long atNanos() {
            return atNanos;
        }

        /** Counts blocks as ended; returns whether none is left. */
        boolean finishBlocks(int blocks) {
            unfinishedBlocks -= blocks;
            return unfinishedBlocks == 0;
        }
    }

    private Released[] released = grown(new Released[0], 64);
    private long first;
    private long next;

    /**
     * Adds an operation, with an id larger than all before.
     *
     * @param index which of its job's operations it is
     * @param isQuiet whether its end is told together with that of a later one
     * @param blocks that it has; 0 for a copy
     */
    void add(long opId, Job job, int index, boolean isQuiet, long blocks, long nowNanos) {
        oldest();
        first = first == next ? opId : first;
        while (opId - first >= released.length) {
            grow();
        }
        Released added = at(opId);
        added.job = job;
        added.index = index;
        added.isQuiet = isQuiet;
        added.unfinishedBlocks = blocks;
        added.atNanos = nowNanos;
        next = opId + 1;
    }

    private void grow() {
        Released[] larger = grown(released, Math.multiplyExact(released.length, 2));
        // The ids of a ring lie in the lower half or in the upper one of a ring twice as long.
        for (long id = first; id < next; id++) {
            int from = place(id);
            int to = (int) (id & (larger.length - 1));
            if (from != to) {
                Released moved = larger[from];
                larger[from] = larger[to];
                larger[to] = moved;
            }
        }
        released = larger;
    }

    private static Released[] grown(Released[] some, int length) {
        Released[] larger = new Released[length];
        System.arraycopy(some, 0, larger, 0, some.length);
        for (int i = some.length; i < length; i++) {
            larger[i] = new Released();
        }
        return larger;
    }

    /** Returns an operation; null when it is not one of them. */
    @Nullable
    Released get(long opId) {
        return opId < first || opId >= next || at(opId).job == null ? null : at(opId);
    }

    void remove(long opId) {
        at(opId).job = null;
    }

    /** Returns the id of the oldest one; when there is none, an id that {@link #get} has nothing for. */
    long oldest() {
        while (first < next && at(first).job == null) {
            first++;
        }
        return first;
    }

    private Released at(long opId) {
        return released[place(opId)];
    }

    private int place(long opId) {
        return (int) (opId & (released.length - 1));
    }
}

package dev.diptych.systems.embedding.refresh;

import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Op;
import dev.diptych.model.op.Slice;
import java.util.List;

/** What keeps caches worth having while batches go by. The default of everything is to do nothing. */
interface Upkeep {
    /**
     * Returns what a GPU does behind a batch, in the same stream and as a part of the same request.
     *
     * @param entries of the batch's keys, in their order; negative for unknown keys
     * @param rows what the batch brought, in the same order
     */
    default List<Op> behind(int gpu, int[] entries, Slice rows) {
        return List.of();
    }

    /** Keys of a batch have been recorded. */
    default void recorded(Bytes keys) {}

    /** All GPUs are done with a batch. */
    default void batchEnded(long batch) {}

    /** A key has become known; its row is in the host's memory. */
    default void introduced(int entry) {}

    /** An operation has ended; returns whether it was one of this. */
    default boolean onOpDone(long opId) {
        return false;
    }

    /** Returns how many rows were brought to GPUs so far. */
    default long movedRows() {
        return 0;
    }

    /** Returns whether rows are being moved in the background. */
    default boolean isMoving() {
        return false;
    }
}

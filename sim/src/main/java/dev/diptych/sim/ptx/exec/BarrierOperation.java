package dev.diptych.sim.ptx.exec;

/**
 * {@code bar} and {@code barrier}: waits for, or only announces itself to, the threads of the block.
 *
 * @param id of the barrier, 0 to 15; that of a cluster has none
 * @param threads that it is for; a constant 0 for all of the block
 * @param reduction of a predicate over all threads, and where its result goes
 */
public record BarrierOperation(
        Source id, Source threads, boolean waits, boolean isOfCluster, Reduction reduction, Guard guard)
        implements WarpOperation {
    /** What {@code bar.red} computes. */
    public enum ReductionKind {
        NONE,
        POPC,
        AND,
        OR
    }

    /**
     * A reduction of a barrier.
     *
     * @param predicate index of what is reduced, which may be negated
     * @param target index of the register that takes the result: of the integers for a count, else of the predicates
     */
    public record Reduction(ReductionKind kind, int predicate, boolean negated, int target) {
        public static final Reduction NONE = new Reduction(ReductionKind.NONE, -1, false, -1);
    }

    @Override
    public void execute(Warp warp, int mask) {
        throw new IllegalStateException("a barrier is executed by the block's barriers");
    }

    @Override
    public int guarded(Warp warp, int mask) {
        return guard.of(warp, mask);
    }
}

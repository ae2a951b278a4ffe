package dev.diptych.sim.ptx.exec;

/**
 * The predicate that a warp-wide instruction executes under.
 *
 * @param predicate its index, -1 for none
 */
public record Guard(int predicate, boolean negated) {
    /** Always. */
    public static final Guard NONE = new Guard(-1, false);

    /** Returns the lanes of a mask for which it holds. */
    public int of(Warp warp, int mask) {
        if (predicate < 0) {
            return mask;
        }
        return mask & (negated ? ~warp.predicates[predicate] : warp.predicates[predicate]);
    }
}

package dev.diptych.sim.ptx.exec;

/**
 * {@code elect.sync} (PTX ISA 9.0, "elect.sync"): the lowest lane is elected.
 *
 * @param target register of the elected lane, -1 for none
 */
public record Election(int target, int predicate, Source members, Guard guard) implements WarpOperation {
    @Override
    public void execute(Warp warp, int mask) {
        int elected = Integer.numberOfTrailingZeros(mask);
        warp.predicates[predicate] = (warp.predicates[predicate] & ~mask) | (1 << elected);
        if (target >= 0) {
            for (int rest = mask; rest != 0; rest &= rest - 1) {
                warp.ints[target * Warp.LANES + Integer.numberOfTrailingZeros(rest)] = elected;
            }
        }
    }

    @Override
    public int members(Warp warp, int mask) {
        return members.value(warp, Integer.numberOfTrailingZeros(mask));
    }

    @Override
    public int guarded(Warp warp, int mask) {
        return guard.of(warp, mask);
    }
}

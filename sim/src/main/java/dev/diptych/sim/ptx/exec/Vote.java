package dev.diptych.sim.ptx.exec;

/**
 * {@code vote.sync} and {@code activemask} (PTX ISA 9.0, "vote.sync", "activemask").
 *
 * @param target register of a ballot, else predicate of the result
 * @param predicate that is voted on; -1 for a constant
 * @param negated whether its opposite is, or, of a constant, whether it is true
 * @param members null for {@code activemask}, which waits for nobody
 */
public record Vote(
        Mode mode,
        int target,
        int predicate,
        boolean negated,
        @org.jspecify.annotations.Nullable Source members,
        Guard guard)
        implements WarpOperation {
    /** What is made of the votes. */
    public enum Mode {
        ALL,
        ANY,
        UNI,
        BALLOT
    }

    @Override
    public void execute(Warp warp, int mask) {
        warp.syncs += members == null ? 0 : 1;
        int votes = predicate < 0
                ? negated ? mask : 0
                : mask & (negated ? ~warp.predicates[predicate] : warp.predicates[predicate]);
        if (mode == Mode.BALLOT) {
            for (int rest = mask; rest != 0; rest &= rest - 1) {
                warp.ints[target * Warp.LANES + Integer.numberOfTrailingZeros(rest)] = votes;
            }
            return;
        }
        boolean result = switch (mode) {
            case ALL -> votes == mask;
            case ANY -> votes != 0;
            default -> votes == 0 || votes == mask;
        };
        warp.predicates[target] = (warp.predicates[target] & ~mask) | (result ? mask : 0);
    }

    @Override
    public int members(Warp warp, int mask) {
        return members == null ? mask : members.value(warp, Integer.numberOfTrailingZeros(mask));
    }

    @Override
    public int guarded(Warp warp, int mask) {
        return guard.of(warp, mask);
    }
}

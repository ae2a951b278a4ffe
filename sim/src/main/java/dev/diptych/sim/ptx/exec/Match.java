package dev.diptych.sim.ptx.exec;

/**
 * {@code match.sync} (PTX ISA 9.0, "match.sync").
 *
 * @param isAll whether all lanes have to be equal, else each lane gets those that equal its own
 * @param target register of the lanes
 * @param predicate of whether all are equal, -1 for none
 * @param register of the values, of the 32-bit or the 64-bit registers; -1 for a constant, which all lanes share
 */
public record Match(boolean isAll, int target, int predicate, int register, boolean isLong, Source members, Guard guard)
        implements WarpOperation {
    @Override
    public void execute(Warp warp, int mask) {
        warp.syncs++;
        int[] results = new int[Warp.LANES];
        boolean allEqual = true;
        for (int rest = mask; rest != 0; rest &= rest - 1) {
            int lane = Integer.numberOfTrailingZeros(rest);
            int equal = 0;
            for (int others = mask; others != 0; others &= others - 1) {
                int other = Integer.numberOfTrailingZeros(others);
                equal |= value(warp, other) == value(warp, lane) ? 1 << other : 0;
            }
            results[lane] = equal;
            allEqual &= equal == mask;
        }
        for (int rest = mask; rest != 0; rest &= rest - 1) {
            int lane = Integer.numberOfTrailingZeros(rest);
            warp.ints[target * Warp.LANES + lane] = isAll ? (allEqual ? mask : 0) : results[lane];
        }
        if (predicate >= 0) {
            warp.predicates[predicate] = (warp.predicates[predicate] & ~mask) | (allEqual ? mask : 0);
        }
    }

    private long value(Warp warp, int lane) {
        if (register < 0) {
            return 0;
        }
        return isLong ? warp.longs[register * Warp.LANES + lane] : warp.ints[register * Warp.LANES + lane];
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

package dev.diptych.sim.ptx.exec;

/**
 * {@code shfl.sync} (PTX ISA 9.0, "shfl.sync").
 *
 * @param target register of the result
 * @param predicate of whether the source lane was in range, -1 for none
 */
public record Shuffle(
        Mode mode, int target, int predicate, Source value, Source lane, Source clamp, Source members, Guard guard)
        implements WarpOperation {
    /** From which lane a value comes. */
    public enum Mode {
        UP,
        DOWN,
        BFLY,
        IDX
    }

    @Override
    public void execute(Warp warp, int mask) {
        warp.syncs++;
        int[] values = new int[Warp.LANES];
        for (int rest = mask; rest != 0; rest &= rest - 1) {
            int i = Integer.numberOfTrailingZeros(rest);
            values[i] = value.value(warp, i);
        }
        int inRange = 0;
        int[] results = new int[Warp.LANES];
        for (int rest = mask; rest != 0; rest &= rest - 1) {
            int i = Integer.numberOfTrailingZeros(rest);
            int from = from(i, lane.value(warp, i) & 31, clamp.value(warp, i));
            if (from >= 0) {
                inRange |= 1 << i;
            }
            // A value from a lane that takes no part is not defined; the lane's own is as good as any.
            int source = from < 0 || (mask >>> from & 1) == 0 ? i : from;
            results[i] = values[source];
        }
        for (int rest = mask; rest != 0; rest &= rest - 1) {
            int i = Integer.numberOfTrailingZeros(rest);
            warp.ints[target * Warp.LANES + i] = results[i];
        }
        if (predicate >= 0) {
            warp.predicates[predicate] = (warp.predicates[predicate] & ~mask) | inRange;
        }
    }

    /** Returns the source lane, -1 when it is out of range. */
    private int from(int lane, int b, int c) {
        int segment = c >>> 8 & 31;
        int bound = c & 31;
        int most = (lane & segment) | (bound & ~segment);
        int least = lane & segment;
        return switch (mode) {
            case UP -> lane - b >= most ? lane - b : -1;
            case DOWN -> lane + b <= most ? lane + b : -1;
            case BFLY -> (lane ^ b) <= most ? lane ^ b : -1;
            case IDX -> (least | (b & ~segment)) <= most ? least | (b & ~segment) : -1;
        };
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

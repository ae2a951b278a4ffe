package dev.diptych.sim.ptx.exec;

/**
 * {@code redux.sync} of {@code f32} (PTX ISA 9.0, "redux.sync"): -0 is less than +0; NaNs are left out, unless all are or {@code .NaN} says
 * that one is enough; the NaN that comes out is the canonical one.
 *
 * @param isAbs whether the magnitudes are compared, and the greatest or least of them is the result
 */
public record FloatReduction(
        boolean isMax, boolean isAbs, boolean keepsNan, int target, Source value, Source members, Guard guard)
        implements WarpOperation {
    private static final int CANONICAL_NAN = 0x7FFFFFFF;

    @Override
    public void execute(Warp warp, int mask) {
        warp.synchronised();
        float result = Float.NaN;
        boolean hasNan = false;
        for (int rest = mask; rest != 0; rest &= rest - 1) {
            float next = Float.intBitsToFloat(value.value(warp, Integer.numberOfTrailingZeros(rest)));
            float compared = isAbs ? Math.abs(next) : next;
            if (Float.isNaN(next)) {
                hasNan = true;
            } else if (Float.isNaN(result)) {
                result = compared;
            } else {
                result = isMax ? Math.max(result, compared) : Math.min(result, compared);
            }
        }
        boolean isNan = Float.isNaN(result) || (keepsNan && hasNan);
        int bits = isNan ? CANONICAL_NAN : Float.floatToRawIntBits(result);
        for (int rest = mask; rest != 0; rest &= rest - 1) {
            warp.ints[target * Warp.LANES + Integer.numberOfTrailingZeros(rest)] = bits;
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

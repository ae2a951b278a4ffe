package dev.diptych.sim.ptx.arith;

/** What modifiers and NaNs do to a value of {@code f32}. */
public final class Single {
    /**
     * The NaN that single-precision arithmetic returns, whatever NaNs went in (CUDA C++ Programming Guide, section "Floating-Point
     * Standard"). Java hands its bits on unchanged as long as nothing computes with it.
     */
    static final float NAN = Float.intBitsToFloat(0x7fffffff);

    static final int SIGN = Integer.MIN_VALUE;

    /** Lifts what rounds to the smallest normal value well above it, where all 24 bits are kept. */
    static final float TINY_SCALE = 0x1p30f;

    private Single() {}

    /** Returns the value, a zero of its sign if it is subnormal: the modifier {@code .ftz}. */
    public static float flush(float value) {
        return Math.abs(value) < Float.MIN_NORMAL ? value * 0f : value;
    }

    /**
     * Returns a rounded result, a zero of its sign if it is tiny. An H200 takes for tiny what is below the smallest normal value once rounded
     * to 24 bits with no lower limit to the exponent (IEEE 754, section 7.5, tininess after rounding).
     *
     * @param scaled the result {@link #TINY_SCALE} times as large, rounded the same way; looked at if the other one is the smallest normal
     */
    static float flush(float rounded, float scaled) {
        boolean isTiny = Math.abs(rounded) == Float.MIN_NORMAL && Math.abs(scaled) < Float.MIN_NORMAL * TINY_SCALE;
        return isTiny ? rounded * 0f : flush(rounded);
    }

    /** Returns the value clamped to 0.0 and 1.0, +0.0 for a NaN and for -0.0: the modifier {@code .sat}. */
    public static float saturate(float value) {
        return value > 0 ? Math.min(value, 1f) : 0f;
    }

    /** Returns the value, {@link #NAN} for every NaN. */
    static float canonical(float value) {
        return Float.isNaN(value) ? NAN : value;
    }
}

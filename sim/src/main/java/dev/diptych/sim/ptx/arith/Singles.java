package dev.diptych.sim.ptx.arith;

/** What conversions know of {@code f32} and of {@code tf32}, an {@code f32} of which only the upper 10 bits of the fraction are used. */
final class Singles {
    /** What operations on {@code f32} give that have no number to give (PTX ISA 9.0, section "Floating Point Instructions"). */
    static final float NAN = Float.intBitsToFloat(0x7fffffff);

    /** The greatest finite {@code tf32}. */
    static final float TF32_MAX = 0x1.ffcp127f;

    private static final int TF32_UNUSED_BITS = 13;
    /** From one {@code tf32} to the next in magnitude, as bits. */
    static final int TF32_STEP = 1 << TF32_UNUSED_BITS;

    private static final int TF32_NAN = 0x7fffe000;

    private Singles() {}

    /** Returns the float that a value rounds to; every NaN becomes {@link #NAN}. */
    static float of(double value, Rounding rounding) {
        float nearest = (float) value;
        if (Float.isNaN(nearest)) {
            return NAN;
        }
        // A zero keeps its value's sign, so that a step away from it goes the right way.
        return Float.intBitsToFloat(Float.floatToRawIntBits(nearest) + rounding.steps(value, nearest));
    }

    /** Returns zero of the same sign for a subnormal value: {@code .ftz}. */
    static float flush(float value) {
        return Math.abs(value) < Float.MIN_NORMAL ? Math.copySign(0f, value) : value;
    }

    /** Returns the {@code tf32} nearest to a float, as bits, ties away from zero; a NaN is cut like any value on an H200. */
    static int tf32Away(float value) {
        int half = Float.isNaN(value) ? 0 : 1 << (TF32_UNUSED_BITS - 1);
        return cut(Float.floatToRawIntBits(value) + half);
    }

    /** Returns the {@code tf32} nearest to a float, as bits, ties to even. */
    static int tf32Nearest(float value) {
        int bits = Float.floatToRawIntBits(value);
        int justBelowHalf = (1 << (TF32_UNUSED_BITS - 1)) - 1;
        return Float.isNaN(value) ? TF32_NAN : cut(bits + justBelowHalf + ((bits >>> TF32_UNUSED_BITS) & 1));
    }

    /** Returns the {@code tf32} next to a float toward zero, as bits. */
    static int tf32TowardZero(float value) {
        return Float.isNaN(value) ? TF32_NAN : cut(Float.floatToRawIntBits(value));
    }

    private static int cut(int bits) {
        return bits & (-1 << TF32_UNUSED_BITS);
    }
}

package dev.diptych.sim.ptx.arith;

/**
 * The format {@code f16}, IEEE 754 binary16: 1 sign bit, 5 bits of exponent with bias 15, 10 bits of fraction. A value is the low 16 bits of
 * an {@code int} whose upper bits are zero coming out and ignored going in.
 */
public final class Half {
    /** What every operation gives that has no number to give (PTX ISA 9.0, section "Half Precision Floating Point Instructions"). */
    public static final int NAN = 0x7fff;

    /** 1.0. */
    public static final int ONE = 0x3c00;

    /** The greatest finite value, 65504. */
    static final double MAX = 65504;

    private static final int SIGN = 0x8000;
    private static final int MAGNITUDE = 0x7fff;
    private static final int INFINITY = 0x7c00;
    private static final int SMALLEST_NORMAL = 0x0400;
    private static final double SMALLEST_NORMAL_VALUE = 0x1p-14;

    /** Lifts what rounds to the smallest normal value well above it, where all 11 bits are kept. */
    private static final double TINY_SCALE = 0x1p10;

    private static final int SCALED_SMALLEST_NORMAL = SMALLEST_NORMAL + (10 << 10);

    private static final int FRACTION_BITS = 10;
    private static final int DROPPED_BITS = 52 - FRACTION_BITS;
    private static final long REBIAS = (1023L - 15) << FRACTION_BITS;
    /** A double whose lowest bit weighs what the lowest bit of a subnormal half does: adding it rounds to that bit. */
    private static final double SUBNORMAL_ROUNDER = 0x1p28;
    /** Where the next half would be beyond the greatest, less half a step: from here on to infinity. */
    private static final double OVERFLOW = 65520;

    private Half() {}

    /** Returns the value, exactly; a NaN is the canonical one of {@code f32}. */
    public static float toFloat(int half) {
        int magnitude = half & MAGNITUDE;
        if (magnitude > INFINITY) {
            return Singles.NAN;
        }
        // A float with the half's exponent field is 2^112 too small; the product is exact and makes subnormals normal.
        float value =
                magnitude == INFINITY ? Float.POSITIVE_INFINITY : Float.intBitsToFloat(magnitude << 13) * 0x1p112f;
        return (half & SIGN) == 0 ? value : -value;
    }

    /** Returns the nearest half, ties to even; every NaN becomes {@link #NAN}. */
    public static int of(double value) {
        double magnitude = Math.abs(value);
        int sign = (int) (Double.doubleToRawLongBits(value) >>> 48) & SIGN;
        if (magnitude < SMALLEST_NORMAL_VALUE) {
            return sign | (int) Double.doubleToRawLongBits(magnitude + SUBNORMAL_ROUNDER);
        }
        if (magnitude < OVERFLOW) {
            long bits = Double.doubleToRawLongBits(magnitude);
            long justBelowHalf = (1L << (DROPPED_BITS - 1)) - 1;
            long rounded = (bits + justBelowHalf + ((bits >>> DROPPED_BITS) & 1)) >>> DROPPED_BITS;
            return sign | (int) (rounded - REBIAS);
        }
        return magnitude >= OVERFLOW ? sign | INFINITY : NAN;
    }

    /** Returns the half that a value rounds to; every NaN becomes {@link #NAN}. */
    static int of(double value, Rounding rounding) {
        int nearest = of(value);
        return isNan(nearest) ? nearest : nearest + rounding.steps(value, toFloat(nearest));
    }

    /**
     * Returns the nearest half, or zero of its sign if it is tiny: {@code .ftz} of a result. An H200 takes for tiny what is below the
     * smallest normal value once rounded to 11 bits with no lower limit to the exponent (IEEE 754, section 7.5, tininess after rounding).
     */
    static int ofFlushed(double value) {
        int nearest = of(value);
        boolean isTiny = (nearest & MAGNITUDE) == SMALLEST_NORMAL
                && (of(value * TINY_SCALE) & MAGNITUDE) < SCALED_SMALLEST_NORMAL;
        return isTiny ? nearest & SIGN : flush(nearest);
    }

    /** Returns whether it is not a number. */
    static boolean isNan(int half) {
        return (half & MAGNITUDE) > INFINITY;
    }

    /** Returns zero of the same sign for a subnormal value: {@code .ftz}. */
    static int flush(int half) {
        return (half & MAGNITUDE) < SMALLEST_NORMAL ? half & SIGN : half & 0xffff;
    }

    /** Returns the value held between 0 and 1, 0 for NaN: {@code .sat}. */
    static int saturate(int half) {
        if ((half & SIGN) != 0 || isNan(half)) {
            return 0;
        }
        return Math.min(half & MAGNITUDE, ONE);
    }

    /** Returns 0 for a negative value, {@link #NAN} for NaN: {@code .relu}. */
    static int rectify(int half) {
        if (isNan(half)) {
            return NAN;
        }
        return (half & SIGN) != 0 ? 0 : half & MAGNITUDE;
    }

    /** Returns two halves in one {@code int}. */
    static int pack(int upper, int lower) {
        return (upper << 16) | (lower & 0xffff);
    }
}

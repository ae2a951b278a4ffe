package dev.diptych.sim.ptx.arith;

/**
 * The format {@code bf16}: the upper half of an {@code f32}, that is 1 sign bit, 8 bits of exponent with bias 127, 7 bits of fraction. A
 * value is the low 16 bits of an {@code int} whose upper bits are zero coming out and ignored going in.
 */
public final class Bfloat {
    /** What every operation gives that has no number to give (PTX ISA 9.0, section "Half Precision Floating Point Instructions"). */
    public static final int NAN = 0x7fff;

    /** 1.0. */
    public static final int ONE = 0x3f80;

    /** The greatest finite value. */
    static final double MAX = 0x1.fep127;

    private static final int SIGN = 0x8000;
    private static final int MAGNITUDE = 0x7fff;
    private static final int INFINITY = 0x7f80;
    private static final int SMALLEST_NORMAL = 0x0080;

    private static final int FRACTION_BITS = 7;
    private static final int DROPPED_BITS = 52 - FRACTION_BITS;
    private static final long REBIAS = (1023L - 127) << FRACTION_BITS;
    /** A double whose lowest bit weighs what the lowest bit of a subnormal value does: adding it rounds to that bit. */
    private static final double SUBNORMAL_ROUNDER = 0x1p-81;
    /** Where the next value would be beyond the greatest, less half a step: from here on to infinity. */
    private static final double OVERFLOW = 0x1.ffp127;

    private Bfloat() {}

    /** Returns the value, exactly. */
    public static float toFloat(int bfloat) {
        return Float.intBitsToFloat(bfloat << 16);
    }

    /** Returns the nearest value, ties to even; every NaN becomes {@link #NAN}. */
    public static int of(float value) {
        if (Float.isNaN(value)) {
            return NAN;
        }
        // Cutting a float in two keeps sign, exponent and order, so a carry goes where it should, up to infinity.
        int bits = Float.floatToRawIntBits(value);
        return (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16;
    }

    /** Returns the nearest value, ties to even; every NaN becomes {@link #NAN}. */
    public static int of(double value) {
        double magnitude = Math.abs(value);
        int sign = (int) (Double.doubleToRawLongBits(value) >>> 48) & SIGN;
        if (magnitude < Float.MIN_NORMAL) {
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

    /** Returns what a value rounds to; every NaN becomes {@link #NAN}. */
    static int of(double value, Rounding rounding) {
        int nearest = of(value);
        return isNan(nearest) ? nearest : nearest + rounding.steps(value, toFloat(nearest));
    }

    /** Returns whether it is not a number. */
    static boolean isNan(int bfloat) {
        return (bfloat & MAGNITUDE) > INFINITY;
    }

    /** Returns zero of the same sign for a subnormal value: {@code .ftz}. */
    static int flush(int bfloat) {
        return (bfloat & MAGNITUDE) < SMALLEST_NORMAL ? bfloat & SIGN : bfloat & 0xffff;
    }

    /** Returns 0 for a negative value, {@link #NAN} for NaN: {@code .relu}. */
    static int rectify(int bfloat) {
        if (isNan(bfloat)) {
            return NAN;
        }
        return (bfloat & SIGN) != 0 ? 0 : bfloat & MAGNITUDE;
    }
}

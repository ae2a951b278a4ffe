package dev.diptych.sim.ptx.arith;

/**
 * The parts of {@link Conversion} that deal with numbers that have a fraction: from each format to {@code double} and from there to each type.
 *
 * <p>A whole number out of the destination's range becomes the nearest in it. NaN becomes 0; but if source or destination has 64 bits, it becomes
 * the number of which only the highest bit is set (PTX ISA 9.0, section "Data Movement and Conversion Instructions: cvt", "Integer Notes").
 *
 * <p>The manual leaves open which NaN becomes which. An H200 keeps sign and leading bits of the fraction, and sets the fraction's highest, where
 * the source or, without {@code .ftz}, the destination is {@code f64}; otherwise it gives the canonical one. So do these parts: {@code from...}
 * returns {@link #NAN}, whose leading bits are all set, {@code widen...} keeps what there is, and what rounds to a narrower format keeps the
 * leading bits of what it finds.
 */
public final class FloatSteps {
    /** The NaN whose leading bits are the canonical NaN of every narrower format. */
    private static final double NAN = Double.longBitsToDouble(0x7fffffffe0000000L);

    private static final long SIGN_AND_EXPONENT = 0xfff0000000000000L;
    private static final long QUIET = 0x0008000000000000L;

    private FloatSteps() {}

    public static double fromF16(int a) {
        return fromF32(Half.toFloat(a));
    }

    public static double fromBf16(int a) {
        return fromF32(Bfloat.toFloat(a));
    }

    public static double fromF32(float a) {
        return Float.isNaN(a) ? NAN : a;
    }

    /** Returns the value, and for NaN one of the same sign and fraction. */
    public static double widenF16(int a) {
        return Half.isNan(a) ? nan((a & 0x8000) << 16, (long) a << 42) : Half.toFloat(a);
    }

    /** Returns the value, and for NaN one of the same sign and fraction. */
    public static double widenF32(float a) {
        int bits = Float.floatToRawIntBits(a);
        return Float.isNaN(a) ? nan(bits, (long) bits << 29) : a;
    }

    /** Returns the value, bit for bit. */
    public static float widenBf16(int a) {
        return Bfloat.toFloat(a);
    }

    private static double nan(int sign, long fraction) {
        long bits = sign < 0 ? SIGN_AND_EXPONENT : SIGN_AND_EXPONENT & Long.MAX_VALUE;
        return Double.longBitsToDouble(bits | QUIET | (fraction & ~SIGN_AND_EXPONENT));
    }

    /** Returns zero of the same sign for a subnormal value: {@code .ftz}. */
    public static float flush(float a) {
        return Singles.flush(a);
    }

    // Whether rint, floor and ceil make a signaling NaN quiet depends on the JVM, and there on what has been compiled.

    /** Returns the nearest whole number, ties to even. */
    public static double rni(double a) {
        return Double.isNaN(a) ? DoubleNan.quiet(a) : Math.rint(a);
    }

    /** Returns the next whole number toward zero. */
    public static double rzi(double a) {
        return a < 0 ? rpi(a) : rmi(a);
    }

    /** Returns the next whole number toward negative infinity. */
    public static double rmi(double a) {
        return Double.isNaN(a) ? DoubleNan.quiet(a) : Math.floor(a);
    }

    /** Returns the next whole number toward positive infinity. */
    public static double rpi(double a) {
        return Double.isNaN(a) ? DoubleNan.quiet(a) : Math.ceil(a);
    }

    public static double nanToU8(double a) {
        return Double.isNaN(a) ? 0x1p7 : a;
    }

    public static double nanToS8(double a) {
        return Double.isNaN(a) ? -0x1p7 : a;
    }

    public static double nanToU16(double a) {
        return Double.isNaN(a) ? 0x1p15 : a;
    }

    public static double nanToS16(double a) {
        return Double.isNaN(a) ? -0x1p15 : a;
    }

    public static double nanToU32(double a) {
        return Double.isNaN(a) ? 0x1p31 : a;
    }

    public static double nanToS32(double a) {
        return Double.isNaN(a) ? -0x1p31 : a;
    }

    public static int toU8(double a) {
        return Math.max(0, Math.min(0xff, (int) a));
    }

    public static int toS8(double a) {
        return Math.max(Byte.MIN_VALUE, Math.min(Byte.MAX_VALUE, (int) a)) & 0xff;
    }

    public static int toU16(double a) {
        return Math.max(0, Math.min(0xffff, (int) a));
    }

    public static int toS16(double a) {
        return Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, (int) a)) & 0xffff;
    }

    public static int toU32(double a) {
        return (int) Math.max(0, Math.min(0xffffffffL, (long) a));
    }

    public static int toS32(double a) {
        return (int) a;
    }

    public static long toU64(double a) {
        if (a >= 0x1p63) {
            return a >= 0x1p64 ? -1 : (long) (a - 0x1p63) + Long.MIN_VALUE;
        }
        return Double.isNaN(a) ? Long.MIN_VALUE : Math.max(0, (long) a);
    }

    public static long toS64(double a) {
        return Double.isNaN(a) ? Long.MIN_VALUE : (long) a;
    }

    /** Returns the value held between 0 and 1, 0 for NaN: {@code .sat}. */
    public static double saturate(double a) {
        return a > 0 ? Math.min(a, 1) : 0;
    }

    /** Returns 0 for a negative value: {@code .relu}. */
    public static double rectify(double a) {
        return a <= 0 ? 0 : a;
    }

    public static double finiteF16(double a) {
        return hold(a, Half.MAX);
    }

    public static double finiteBf16(double a) {
        return hold(a, Bfloat.MAX);
    }

    /** Returns the value held in the range of a format, NaN for NaN: {@code .satfinite}. */
    private static double hold(double a, double max) {
        if (Math.abs(a) <= max || Double.isNaN(a)) {
            return a;
        }
        return a > 0 ? max : -max;
    }

    public static int toF16Rn(double a) {
        return Double.isNaN(a) ? narrowNan(a, 16, 0x7e00) : Half.of(a);
    }

    public static int toF16Rz(double a) {
        return Double.isNaN(a) ? narrowNan(a, 16, 0x7e00) : Half.of(a, Rounding.TOWARD_ZERO);
    }

    public static int toF16Rm(double a) {
        return Double.isNaN(a) ? narrowNan(a, 16, 0x7e00) : Half.of(a, Rounding.DOWN);
    }

    public static int toF16Rp(double a) {
        return Double.isNaN(a) ? narrowNan(a, 16, 0x7e00) : Half.of(a, Rounding.UP);
    }

    public static int toBf16Rn(double a) {
        return Double.isNaN(a) ? narrowNan(a, 16, 0x7fc0) : Bfloat.of(a);
    }

    public static int toBf16Rz(double a) {
        return Double.isNaN(a) ? narrowNan(a, 16, 0x7fc0) : Bfloat.of(a, Rounding.TOWARD_ZERO);
    }

    public static int toBf16Rm(double a) {
        return Double.isNaN(a) ? narrowNan(a, 16, 0x7fc0) : Bfloat.of(a, Rounding.DOWN);
    }

    public static int toBf16Rp(double a) {
        return Double.isNaN(a) ? narrowNan(a, 16, 0x7fc0) : Bfloat.of(a, Rounding.UP);
    }

    public static float toF32Rn(double a) {
        return Double.isNaN(a) ? Float.intBitsToFloat(narrowNan(a, 32, 0x7fc00000)) : (float) a;
    }

    public static float toF32Rz(double a) {
        return Double.isNaN(a)
                ? Float.intBitsToFloat(narrowNan(a, 32, 0x7fc00000))
                : Singles.of(a, Rounding.TOWARD_ZERO);
    }

    public static float toF32Rm(double a) {
        return Double.isNaN(a) ? Float.intBitsToFloat(narrowNan(a, 32, 0x7fc00000)) : Singles.of(a, Rounding.DOWN);
    }

    public static float toF32Rp(double a) {
        return Double.isNaN(a) ? Float.intBitsToFloat(narrowNan(a, 32, 0x7fc00000)) : Singles.of(a, Rounding.UP);
    }

    public static float toF32RnFtz(double a) {
        return Single.flush(toF32Rn(a), toF32Rn(a * Single.TINY_SCALE));
    }

    public static float toF32RzFtz(double a) {
        return flush(toF32Rz(a));
    }

    public static float toF32RmFtz(double a) {
        return Single.flush(toF32Rm(a), toF32Rm(a * Single.TINY_SCALE));
    }

    public static float toF32RpFtz(double a) {
        return Single.flush(toF32Rp(a), toF32Rp(a * Single.TINY_SCALE));
    }

    /** Returns NaN with the sign and the leading bits of the fraction of another, in a format of which the quiet NaN without others is given. */
    private static int narrowNan(double nan, int bits, int quietNan) {
        long from = Double.doubleToRawLongBits(nan);
        int sign = (int) (from >>> 63) << (bits - 1);
        // The quiet NaN has its exponent and the highest bit of its fraction set, and so it tells where the fraction
        // begins.
        int fractionBits = Integer.numberOfTrailingZeros(quietNan) + 1;
        return sign | quietNan | (int) ((from & ~SIGN_AND_EXPONENT) >>> (52 - fractionBits));
    }

    /** Returns 0 for a negative value: {@code .relu}. */
    public static float rectifyTf32(float a) {
        return a <= 0 ? 0 : a;
    }

    /** Returns the value held in the range of {@code tf32}: {@code .satfinite}. */
    public static float finiteTf32(float a) {
        if (Math.abs(a) <= Singles.TF32_MAX || Float.isNaN(a)) {
            return a;
        }
        return a > 0 ? Singles.TF32_MAX : -Singles.TF32_MAX;
    }

    public static int tf32Rna(float a) {
        return Singles.tf32Away(a);
    }

    /** Returns what {@link #tf32Rna} does held in the range, {@code .satfinite}, in the way of ptxas 13.0 on sm_90, which takes NaNs along. */
    public static int tf32RnaFinite(float a) {
        int rounded = Singles.tf32Away(a);
        return Float.isFinite(Float.intBitsToFloat(rounded)) ? rounded : rounded - Singles.TF32_STEP;
    }

    public static int tf32Rn(float a) {
        return Singles.tf32Nearest(a);
    }

    public static int tf32Rz(float a) {
        return Singles.tf32TowardZero(a);
    }
}

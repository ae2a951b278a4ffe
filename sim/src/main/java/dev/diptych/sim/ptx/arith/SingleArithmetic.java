package dev.diptych.sim.ptx.arith;

/**
 * Arithmetic of {@code f32} rounded to nearest even, which is what no modifier means too, and quick divisions (PTX ISA 9.0, section
 * "Floating-Point Instructions"). Subnormals count; the compiler flushes them where {@code .ftz} says so. Java's operators round the same
 * way, so only the NaNs need care.
 */
public final class SingleArithmetic {
    private static final float TWO_TO_24 = 0x1p24f;
    private static final float TWO_TO_126 = 0x1p126f;

    private SingleArithmetic() {}

    @Ptx("add{.rn,}.f32")
    public static float add(float a, float b) {
        return Single.canonical(a + b);
    }

    @Ptx("sub{.rn,}.f32")
    public static float sub(float a, float b) {
        return Single.canonical(a - b);
    }

    @Ptx("mul{.rn,}.f32")
    public static float mul(float a, float b) {
        return Single.canonical(a * b);
    }

    @Ptx({"fma.rn.f32", "mad{.rn,}.f32"})
    public static float fma(float a, float b, float c) {
        return Single.canonical(Math.fma(a, b, c));
    }

    @Ptx("div.rn.f32")
    public static float div(float a, float b) {
        return Single.canonical(a / b);
    }

    @Ptx("rcp.rn.f32")
    public static float reciprocal(float a) {
        return Single.canonical(1f / a);
    }

    @Ptx("sqrt.rn.f32")
    public static float squareRoot(float a) {
        return Single.canonical((float) Math.sqrt(a));
    }

    /**
     * Returns the quotient with an error of at most 2 ulp, the divisor scaled where its reciprocal would leave the normal range (PTX ISA
     * 9.0, section "div", {@code div.full}).
     */
    @Ptx("div.full.f32")
    public static float divFullRange(float a, float b) {
        return Math.abs(b) > TWO_TO_126 ? timesReciprocal(a * 0.25f, b * 0.25f) : divApproximate(a, b);
    }

    /**
     * Returns the quotient with an error of at most 2 ulp for divisors of magnitude 2^-126 to 2^126, 0 for larger ones, NaN for infinity by
     * larger ones (PTX ISA 9.0, section "div", {@code div.approx}).
     */
    @Ptx("div.approx.f32")
    public static float divApproximate(float a, float b) {
        return Math.abs(b) < Float.MIN_NORMAL ? timesReciprocal(a * TWO_TO_24, b * TWO_TO_24) : timesReciprocal(a, b);
    }

    // The GPU multiplies by its quick reciprocal, whose last bit nobody documents; this one is the nearest.
    private static float timesReciprocal(float a, float b) {
        return Single.canonical(Single.flush(1f / b) * a);
    }

    @Ptx("abs.f32")
    public static float abs(float a) {
        return Single.canonical(Math.abs(a));
    }

    @Ptx("neg.f32")
    public static float neg(float a) {
        return Single.canonical(-a);
    }

    /** Returns {@code b} with the sign of {@code a}, bit by bit. */
    @Ptx("copysign.f32")
    public static float copySign(float a, float b) {
        int magnitude = Float.floatToRawIntBits(b) & ~Single.SIGN;
        return Float.intBitsToFloat(magnitude | (Float.floatToRawIntBits(a) & Single.SIGN));
    }
}

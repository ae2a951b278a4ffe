package dev.diptych.sim.ptx.arith;

/**
 * The instructions that PTX defines up to an error only (PTX ISA 9.0, sections "Floating Point Instructions" and "Half Precision Floating Point
 * Instructions"). They are computed in {@code double}, so that nearly all results are the nearest ones, by operations that every JVM rounds
 * alike. Results in 16 bits are cut, not rounded, because the hardware does so: {@code ex2.approx.f16} gave the bits of an H200 for each of 1024
 * operands. Special values follow the manual's tables; subnormal values are operands and results like any other, and {@code .ftz} of {@code f32} is
 * the compiler's.
 */
public final class Approximations {
    private static final double LOG2_E = 1.4426950408889634;

    /** From here to zero tanh is taken from its series, because the difference that gives it elsewhere would cancel. */
    private static final float SERIES_BELOW = 0.125f;

    private Approximations() {}

    @Ptx("ex2.approx.f32")
    public static float ex2(float a) {
        return number((float) PowersOfTwo.power(a));
    }

    @Ptx("lg2.approx.f32")
    public static float lg2(float a) {
        return number((float) PowersOfTwo.logarithm(a));
    }

    @Ptx("rcp.approx.f32")
    public static float rcp(float a) {
        return number(1 / a);
    }

    @Ptx("rsqrt.approx.f32")
    public static float rsqrt(float a) {
        return number((float) (1 / Math.sqrt(a)));
    }

    @Ptx("sqrt.approx.f32")
    public static float sqrt(float a) {
        return number((float) Math.sqrt(a));
    }

    @Ptx("sin.approx.f32")
    public static float sin(float a) {
        return number((float) StrictMath.sin(a));
    }

    @Ptx("cos.approx.f32")
    public static float cos(float a) {
        return number((float) StrictMath.cos(a));
    }

    @Ptx("tanh.approx.f32")
    public static float tanh(float a) {
        double x = a;
        if (Math.abs(a) < SERIES_BELOW) {
            double s = x * x;
            double sum = -1382 / 155925.0;
            sum = sum * s + 62 / 2835.0;
            sum = sum * s - 17 / 315.0;
            sum = sum * s + 2 / 15.0;
            sum = sum * s - 1 / 3.0;
            return (float) (x * (1 + s * sum));
        }
        return number((float) (1 - 2 / (1 + PowersOfTwo.power(2 * LOG2_E * x))));
    }

    @Ptx("ex2.approx.f16")
    public static int ex2Half(int a) {
        return cutToHalf((float) PowersOfTwo.power(Half.toFloat(a)));
    }

    @Ptx("ex2.approx.f16x2")
    public static int ex2PackedHalf(int a) {
        return Half.pack(ex2Half(a >>> 16), ex2Half(a));
    }

    @Ptx("ex2.approx.ftz.bf16")
    public static int ex2Bfloat(int a) {
        return Bfloat.flush(
                Bfloat.of((float) PowersOfTwo.power(Bfloat.toFloat(Bfloat.flush(a))), Rounding.TOWARD_ZERO));
    }

    @Ptx("ex2.approx.ftz.bf16x2")
    public static int ex2PackedBfloat(int a) {
        return Half.pack(ex2Bfloat(a >>> 16), ex2Bfloat(a));
    }

    @Ptx("tanh.approx.f16")
    public static int tanhHalf(int a) {
        return cutToHalf(coarse(tanh(Half.toFloat(a))));
    }

    @Ptx("tanh.approx.f16x2")
    public static int tanhPackedHalf(int a) {
        return Half.pack(tanhHalf(a >>> 16), tanhHalf(a));
    }

    @Ptx("tanh.approx.bf16")
    public static int tanhBfloat(int a) {
        return Bfloat.of(coarse(tanh(Bfloat.toFloat(a))), Rounding.TOWARD_ZERO);
    }

    @Ptx("tanh.approx.bf16x2")
    public static int tanhPackedBfloat(int a) {
        return Half.pack(tanhBfloat(a >>> 16), tanhBfloat(a));
    }

    /** Returns a float cut to a half; what is beyond the halves is infinite. */
    private static int cutToHalf(float value) {
        int nearest = Half.of(value);
        return Half.toFloat(nearest) == Float.POSITIVE_INFINITY ? nearest : Half.of(value, Rounding.TOWARD_ZERO);
    }

    /** Returns a float rounded to 16 significant bits, a precision that explains most of an H200's results. */
    private static float coarse(float value) {
        return Float.isNaN(value) ? value : Float.intBitsToFloat((Float.floatToRawIntBits(value) + 0x80) & -0x100);
    }

    /** Returns the canonical NaN for any, as an H200 does. */
    private static float number(float value) {
        return Float.isNaN(value) ? Singles.NAN : value;
    }
}

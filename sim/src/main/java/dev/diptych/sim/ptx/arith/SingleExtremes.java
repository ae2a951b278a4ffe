package dev.diptych.sim.ptx.arith;

/**
 * Minima and maxima of {@code f32} (PTX ISA 9.0, sections "min" and "max" under "Floating-Point Instructions"). -0.0 is less than +0.0. The
 * plain forms pass over a NaN, those with {@code .NaN} return one; with {@code .xorsign.abs} magnitudes are compared and the result is
 * negative if exactly one operand is.
 */
public final class SingleExtremes {
    private SingleExtremes() {}

    @Ptx("min.f32")
    public static float min(float a, float b) {
        float least = Math.min(a, b);
        return Float.isNaN(least) ? otherThanNan(a, b) : least;
    }

    @Ptx("max.f32")
    public static float max(float a, float b) {
        float greatest = Math.max(a, b);
        return Float.isNaN(greatest) ? otherThanNan(a, b) : greatest;
    }

    private static float otherThanNan(float a, float b) {
        return Single.canonical(Float.isNaN(a) ? b : a);
    }

    @Ptx("min.NaN.f32")
    public static float minOrNan(float a, float b) {
        return Single.canonical(Math.min(a, b));
    }

    @Ptx("max.NaN.f32")
    public static float maxOrNan(float a, float b) {
        return Single.canonical(Math.max(a, b));
    }

    @Ptx("min.xorsign.abs.f32")
    public static float minSigned(float a, float b) {
        return signed(min(Math.abs(a), Math.abs(b)), a, b);
    }

    @Ptx("max.xorsign.abs.f32")
    public static float maxSigned(float a, float b) {
        return signed(max(Math.abs(a), Math.abs(b)), a, b);
    }

    @Ptx("min.NaN.xorsign.abs.f32")
    public static float minSignedOrNan(float a, float b) {
        return signed(minOrNan(Math.abs(a), Math.abs(b)), a, b);
    }

    @Ptx("max.NaN.xorsign.abs.f32")
    public static float maxSignedOrNan(float a, float b) {
        return signed(maxOrNan(Math.abs(a), Math.abs(b)), a, b);
    }

    private static float signed(float magnitude, float a, float b) {
        if (Float.isNaN(magnitude)) {
            return magnitude;
        }
        int sign = (Float.floatToRawIntBits(a) ^ Float.floatToRawIntBits(b)) & Single.SIGN;
        return Float.intBitsToFloat(Float.floatToRawIntBits(magnitude) | sign);
    }

    @Ptx("min.f32/3")
    public static float min(float a, float b, float c) {
        return min(min(a, b), c);
    }

    @Ptx("max.f32/3")
    public static float max(float a, float b, float c) {
        return max(max(a, b), c);
    }

    @Ptx("min.NaN.f32/3")
    public static float minOrNan(float a, float b, float c) {
        return minOrNan(minOrNan(a, b), c);
    }

    @Ptx("max.NaN.f32/3")
    public static float maxOrNan(float a, float b, float c) {
        return maxOrNan(maxOrNan(a, b), c);
    }

    @Ptx("min.abs.f32/3")
    public static float minMagnitude(float a, float b, float c) {
        return min(Math.abs(a), Math.abs(b), Math.abs(c));
    }

    @Ptx("max.abs.f32/3")
    public static float maxMagnitude(float a, float b, float c) {
        return max(Math.abs(a), Math.abs(b), Math.abs(c));
    }

    @Ptx("min.NaN.abs.f32/3")
    public static float minMagnitudeOrNan(float a, float b, float c) {
        return minOrNan(Math.abs(a), Math.abs(b), Math.abs(c));
    }

    @Ptx("max.NaN.abs.f32/3")
    public static float maxMagnitudeOrNan(float a, float b, float c) {
        return maxOrNan(Math.abs(a), Math.abs(b), Math.abs(c));
    }
}

package dev.diptych.sim.ptx.arith;

/**
 * Minima and maxima of {@code f16} (PTX ISA 9.0, sections "Half Precision Floating Point Instructions: min" and "max"). −0 is less than +0.
 * With {@code .NaN} a NaN on either side gives {@link Half#NAN}, without it only one on both sides does. With {@code .xorsign.abs} the
 * magnitudes are compared and the result's sign is the exclusive or of both signs.
 */
public final class HalfExtremes {
    private HalfExtremes() {}

    @Ptx("min.f16")
    public static int min(int a, int b) {
        if (Half.isNan(a)) {
            return number(b);
        }
        return (Half.isNan(b) || order(a) <= order(b) ? a : b) & 0xffff;
    }

    @Ptx("min.NaN.f16")
    public static int minNan(int a, int b) {
        return Half.isNan(a) || Half.isNan(b) ? Half.NAN : min(a, b);
    }

    @Ptx("min.xorsign.abs.f16")
    public static int minXorsign(int a, int b) {
        return signed(min(a & 0x7fff, b & 0x7fff), a ^ b);
    }

    @Ptx("min.NaN.xorsign.abs.f16")
    public static int minNanXorsign(int a, int b) {
        return signed(minNan(a & 0x7fff, b & 0x7fff), a ^ b);
    }

    @Ptx("min.ftz.f16")
    public static int minFtz(int a, int b) {
        return min(Half.flush(a), Half.flush(b));
    }

    @Ptx("min.ftz.NaN.f16")
    public static int minFtzNan(int a, int b) {
        return minNan(Half.flush(a), Half.flush(b));
    }

    @Ptx("min.ftz.xorsign.abs.f16")
    public static int minFtzXorsign(int a, int b) {
        return minXorsign(Half.flush(a), Half.flush(b));
    }

    @Ptx("min.ftz.NaN.xorsign.abs.f16")
    public static int minFtzNanXorsign(int a, int b) {
        return minNanXorsign(Half.flush(a), Half.flush(b));
    }

    @Ptx("max.f16")
    public static int max(int a, int b) {
        if (Half.isNan(a)) {
            return number(b);
        }
        return (Half.isNan(b) || order(a) >= order(b) ? a : b) & 0xffff;
    }

    @Ptx("max.NaN.f16")
    public static int maxNan(int a, int b) {
        return Half.isNan(a) || Half.isNan(b) ? Half.NAN : max(a, b);
    }

    @Ptx("max.xorsign.abs.f16")
    public static int maxXorsign(int a, int b) {
        return signed(max(a & 0x7fff, b & 0x7fff), a ^ b);
    }

    @Ptx("max.NaN.xorsign.abs.f16")
    public static int maxNanXorsign(int a, int b) {
        return signed(maxNan(a & 0x7fff, b & 0x7fff), a ^ b);
    }

    @Ptx("max.ftz.f16")
    public static int maxFtz(int a, int b) {
        return max(Half.flush(a), Half.flush(b));
    }

    @Ptx("max.ftz.NaN.f16")
    public static int maxFtzNan(int a, int b) {
        return maxNan(Half.flush(a), Half.flush(b));
    }

    @Ptx("max.ftz.xorsign.abs.f16")
    public static int maxFtzXorsign(int a, int b) {
        return maxXorsign(Half.flush(a), Half.flush(b));
    }

    @Ptx("max.ftz.NaN.xorsign.abs.f16")
    public static int maxFtzNanXorsign(int a, int b) {
        return maxNanXorsign(Half.flush(a), Half.flush(b));
    }

    private static int number(int value) {
        return Half.isNan(value) ? Half.NAN : value & 0xffff;
    }

    /** Returns a number that is ordered as the value is. */
    private static int order(int value) {
        return (short) value < 0 ? -(value & 0x7fff) - 1 : value & 0x7fff;
    }

    private static int signed(int magnitude, int signs) {
        return Half.isNan(magnitude) ? Half.NAN : magnitude | (signs & 0x8000);
    }
}

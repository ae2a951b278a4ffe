package dev.diptych.sim.ptx.arith;

/**
 * Minima and maxima of {@code bf16} (PTX ISA 9.0, sections "Half Precision Floating Point Instructions: min" and "max"). −0 is less than +0.
 * With {@code .NaN} a NaN on either side gives {@link Bfloat#NAN}, without it only one on both sides does. With {@code .xorsign.abs} the
 * magnitudes are compared and the result's sign is the exclusive or of both signs.
 */
public final class BfloatExtremes {
    private BfloatExtremes() {}

    @Ptx("min.bf16")
    public static int min(int a, int b) {
        if (Bfloat.isNan(a)) {
            return number(b);
        }
        return (Bfloat.isNan(b) || order(a) <= order(b) ? a : b) & 0xffff;
    }

    @Ptx("min.NaN.bf16")
    public static int minNan(int a, int b) {
        return Bfloat.isNan(a) || Bfloat.isNan(b) ? Bfloat.NAN : min(a, b);
    }

    @Ptx("min.xorsign.abs.bf16")
    public static int minXorsign(int a, int b) {
        return signed(min(a & 0x7fff, b & 0x7fff), a ^ b);
    }

    @Ptx("min.NaN.xorsign.abs.bf16")
    public static int minNanXorsign(int a, int b) {
        return signed(minNan(a & 0x7fff, b & 0x7fff), a ^ b);
    }

    @Ptx("max.bf16")
    public static int max(int a, int b) {
        if (Bfloat.isNan(a)) {
            return number(b);
        }
        return (Bfloat.isNan(b) || order(a) >= order(b) ? a : b) & 0xffff;
    }

    @Ptx("max.NaN.bf16")
    public static int maxNan(int a, int b) {
        return Bfloat.isNan(a) || Bfloat.isNan(b) ? Bfloat.NAN : max(a, b);
    }

    @Ptx("max.xorsign.abs.bf16")
    public static int maxXorsign(int a, int b) {
        return signed(max(a & 0x7fff, b & 0x7fff), a ^ b);
    }

    @Ptx("max.NaN.xorsign.abs.bf16")
    public static int maxNanXorsign(int a, int b) {
        return signed(maxNan(a & 0x7fff, b & 0x7fff), a ^ b);
    }

    private static int number(int value) {
        return Bfloat.isNan(value) ? Bfloat.NAN : value & 0xffff;
    }

    /** Returns a number that is ordered as the value is. */
    private static int order(int value) {
        return (short) value < 0 ? -(value & 0x7fff) - 1 : value & 0x7fff;
    }

    private static int signed(int magnitude, int signs) {
        return Bfloat.isNan(magnitude) ? Bfloat.NAN : magnitude | (signs & 0x8000);
    }
}

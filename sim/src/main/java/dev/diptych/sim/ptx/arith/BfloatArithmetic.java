package dev.diptych.sim.ptx.arith;

/**
 * Arithmetic on {@code bf16} (PTX ISA 9.0, section "Half Precision Floating Point Instructions"), rounded once, to the nearest.
 *
 * <p>Sums and differences go through {@code float}: rounded to 24 bits and then to 8 they are as if rounded to 8 at once, because 24 ≥ 2 · 8 + 2
 * (Figueroa, "When is double rounding innocuous?", 1995). A product could fall below the floats, so it is taken in {@code double}, which holds it
 * exactly. The product and the addend of {@code fma} may lie so far apart that a double cannot hold their sum: the addend would be lost where it
 * decides a tie. There the sum is rounded to odd, which keeps that it was inexact (Boldo and Melquiond, "Emulation of FMA and correctly rounded
 * sums: proved algorithms using rounding to odd", 2008).
 */
public final class BfloatArithmetic {
    private BfloatArithmetic() {}

    @Ptx("add{,.rn}.bf16")
    public static int add(int a, int b) {
        return Bfloat.of(Bfloat.toFloat(a) + Bfloat.toFloat(b));
    }

    @Ptx("sub{,.rn}.bf16")
    public static int sub(int a, int b) {
        return Bfloat.of(Bfloat.toFloat(a) - Bfloat.toFloat(b));
    }

    @Ptx("mul{,.rn}.bf16")
    public static int mul(int a, int b) {
        return Bfloat.of((double) Bfloat.toFloat(a) * Bfloat.toFloat(b));
    }

    @Ptx("fma.rn.bf16")
    public static int fma(int a, int b, int c) {
        double product = (double) Bfloat.toFloat(a) * Bfloat.toFloat(b);
        double addend = Bfloat.toFloat(c);
        double sum = product + addend;
        double addendSeen = sum - product;
        double lost = (product - (sum - addendSeen)) + (addend - addendSeen);
        long bits = Double.doubleToRawLongBits(sum);
        // Not true of infinities and NaN, whose loss is NaN.
        if (Math.abs(lost) > 0 && (bits & 1) == 0) {
            bits += lost > 0 == sum > 0 ? 1 : -1;
        }
        return Bfloat.of(Double.longBitsToDouble(bits));
    }

    @Ptx("fma.rn.relu.bf16")
    public static int fmaRelu(int a, int b, int c) {
        return Bfloat.rectify(fma(a, b, c));
    }

    @Ptx("neg.bf16")
    public static int neg(int a) {
        return Bfloat.isNan(a) ? Bfloat.NAN : (~a & 0x8000) | (a & 0x7fff);
    }

    @Ptx("abs.bf16")
    public static int abs(int a) {
        return Bfloat.isNan(a) ? Bfloat.NAN : a & 0x7fff;
    }
}

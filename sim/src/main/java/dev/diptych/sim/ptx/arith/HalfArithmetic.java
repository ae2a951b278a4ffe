package dev.diptych.sim.ptx.arith;

/**
 * Arithmetic on {@code f16} (PTX ISA 9.0, section "Half Precision Floating Point Instructions"), rounded once, to the nearest.
 *
 * <p>Sums, differences and products go through {@code float}. A product of two halves is exact there. A sum rounded to 24 bits and then to 11
 * is the sum rounded to 11, because 24 ≥ 2 · 11 + 2 (Figueroa, "When is double rounding innocuous?", 1995).
 *
 * <p>{@code fma} goes through {@code double}: the product of at most 22 bits is exact. The sum is inexact only if it spans more than 53 bits. If
 * then the product is the smaller one, it is less than 2<sup>−30</sup> of the sum, too little to move the sum from the addend, which is a half,
 * to a midpoint between halves. If the addend is the smaller one, whose lowest bit weighs 2<sup>−24</sup> or more, the sum is beyond
 * 2<sup>28</sup> and overflows either way.
 */
public final class HalfArithmetic {
    private HalfArithmetic() {}

    @Ptx("add{,.rn}.f16")
    public static int add(int a, int b) {
        return Half.of(Half.toFloat(a) + Half.toFloat(b));
    }

    @Ptx("add{,.rn}.ftz.f16")
    public static int addFtz(int a, int b) {
        return Half.flush(add(Half.flush(a), Half.flush(b)));
    }

    @Ptx("add{,.rn}.sat.f16")
    public static int addSat(int a, int b) {
        return Half.saturate(add(a, b));
    }

    @Ptx("add{,.rn}.ftz.sat.f16")
    public static int addFtzSat(int a, int b) {
        return Half.saturate(addFtz(a, b));
    }

    @Ptx("sub{,.rn}.f16")
    public static int sub(int a, int b) {
        return Half.of(Half.toFloat(a) - Half.toFloat(b));
    }

    @Ptx("sub{,.rn}.ftz.f16")
    public static int subFtz(int a, int b) {
        return Half.flush(sub(Half.flush(a), Half.flush(b)));
    }

    @Ptx("sub{,.rn}.sat.f16")
    public static int subSat(int a, int b) {
        return Half.saturate(sub(a, b));
    }

    @Ptx("sub{,.rn}.ftz.sat.f16")
    public static int subFtzSat(int a, int b) {
        return Half.saturate(subFtz(a, b));
    }

    @Ptx("mul{,.rn}.f16")
    public static int mul(int a, int b) {
        return Half.of(Half.toFloat(a) * Half.toFloat(b));
    }

    @Ptx("mul{,.rn}.ftz.f16")
    public static int mulFtz(int a, int b) {
        return Half.ofFlushed(Half.toFloat(Half.flush(a)) * Half.toFloat(Half.flush(b)));
    }

    @Ptx("mul{,.rn}.sat.f16")
    public static int mulSat(int a, int b) {
        return Half.saturate(mul(a, b));
    }

    @Ptx("mul{,.rn}.ftz.sat.f16")
    public static int mulFtzSat(int a, int b) {
        return Half.saturate(mulFtz(a, b));
    }

    @Ptx("fma.rn.f16")
    public static int fma(int a, int b, int c) {
        return Half.of((double) Half.toFloat(a) * Half.toFloat(b) + Half.toFloat(c));
    }

    @Ptx("fma.rn.ftz.f16")
    public static int fmaFtz(int a, int b, int c) {
        double product = (double) Half.toFloat(Half.flush(a)) * Half.toFloat(Half.flush(b));
        return Half.ofFlushed(product + Half.toFloat(Half.flush(c)));
    }

    @Ptx("fma.rn.sat.f16")
    public static int fmaSat(int a, int b, int c) {
        return Half.saturate(fma(a, b, c));
    }

    @Ptx("fma.rn.ftz.sat.f16")
    public static int fmaFtzSat(int a, int b, int c) {
        return Half.saturate(fmaFtz(a, b, c));
    }

    @Ptx("fma.rn.relu.f16")
    public static int fmaRelu(int a, int b, int c) {
        return Half.rectify(fma(a, b, c));
    }

    @Ptx("fma.rn.ftz.relu.f16")
    public static int fmaFtzRelu(int a, int b, int c) {
        return Half.rectify(fmaFtz(a, b, c));
    }

    @Ptx("neg.f16")
    public static int neg(int a) {
        return Half.isNan(a) ? Half.NAN : (~a & 0x8000) | (a & 0x7fff);
    }

    @Ptx("neg.ftz.f16")
    public static int negFtz(int a) {
        return Half.flush(neg(a));
    }

    @Ptx("abs.f16")
    public static int abs(int a) {
        return Half.isNan(a) ? Half.NAN : a & 0x7fff;
    }

    @Ptx("abs.ftz.f16")
    public static int absFtz(int a) {
        return Half.flush(abs(a));
    }
}

package dev.diptych.sim.ptx.arith;

/** Arithmetic on {@code bf16x2}: that of {@link BfloatArithmetic} and {@link BfloatExtremes} on each half. */
public final class PackedBfloat {
    private PackedBfloat() {}

    @Ptx("add{,.rn}.bf16x2")
    public static int add(int a, int b) {
        return Half.pack(BfloatArithmetic.add(a >>> 16, b >>> 16), BfloatArithmetic.add(a, b));
    }

    @Ptx("sub{,.rn}.bf16x2")
    public static int sub(int a, int b) {
        return Half.pack(BfloatArithmetic.sub(a >>> 16, b >>> 16), BfloatArithmetic.sub(a, b));
    }

    @Ptx("mul{,.rn}.bf16x2")
    public static int mul(int a, int b) {
        return Half.pack(BfloatArithmetic.mul(a >>> 16, b >>> 16), BfloatArithmetic.mul(a, b));
    }

    @Ptx("fma.rn.bf16x2")
    public static int fma(int a, int b, int c) {
        return Half.pack(BfloatArithmetic.fma(a >>> 16, b >>> 16, c >>> 16), BfloatArithmetic.fma(a, b, c));
    }

    @Ptx("fma.rn.relu.bf16x2")
    public static int fmaRelu(int a, int b, int c) {
        return Half.pack(BfloatArithmetic.fmaRelu(a >>> 16, b >>> 16, c >>> 16), BfloatArithmetic.fmaRelu(a, b, c));
    }

    @Ptx("neg.bf16x2")
    public static int neg(int a) {
        return Half.pack(BfloatArithmetic.neg(a >>> 16), BfloatArithmetic.neg(a));
    }

    @Ptx("abs.bf16x2")
    public static int abs(int a) {
        return Half.pack(BfloatArithmetic.abs(a >>> 16), BfloatArithmetic.abs(a));
    }

    @Ptx("min.bf16x2")
    public static int min(int a, int b) {
        return Half.pack(BfloatExtremes.min(a >>> 16, b >>> 16), BfloatExtremes.min(a, b));
    }

    @Ptx("min.NaN.bf16x2")
    public static int minNan(int a, int b) {
        return Half.pack(BfloatExtremes.minNan(a >>> 16, b >>> 16), BfloatExtremes.minNan(a, b));
    }

    @Ptx("min.xorsign.abs.bf16x2")
    public static int minXorsign(int a, int b) {
        return Half.pack(BfloatExtremes.minXorsign(a >>> 16, b >>> 16), BfloatExtremes.minXorsign(a, b));
    }

    @Ptx("min.NaN.xorsign.abs.bf16x2")
    public static int minNanXorsign(int a, int b) {
        return Half.pack(BfloatExtremes.minNanXorsign(a >>> 16, b >>> 16), BfloatExtremes.minNanXorsign(a, b));
    }

    @Ptx("max.bf16x2")
    public static int max(int a, int b) {
        return Half.pack(BfloatExtremes.max(a >>> 16, b >>> 16), BfloatExtremes.max(a, b));
    }

    @Ptx("max.NaN.bf16x2")
    public static int maxNan(int a, int b) {
        return Half.pack(BfloatExtremes.maxNan(a >>> 16, b >>> 16), BfloatExtremes.maxNan(a, b));
    }

    @Ptx("max.xorsign.abs.bf16x2")
    public static int maxXorsign(int a, int b) {
        return Half.pack(BfloatExtremes.maxXorsign(a >>> 16, b >>> 16), BfloatExtremes.maxXorsign(a, b));
    }

    @Ptx("max.NaN.xorsign.abs.bf16x2")
    public static int maxNanXorsign(int a, int b) {
        return Half.pack(BfloatExtremes.maxNanXorsign(a >>> 16, b >>> 16), BfloatExtremes.maxNanXorsign(a, b));
    }
}

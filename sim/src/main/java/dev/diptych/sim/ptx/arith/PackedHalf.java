package dev.diptych.sim.ptx.arith;

/** Arithmetic on {@code f16x2}: that of {@link HalfArithmetic} on each half. */
public final class PackedHalf {
    private PackedHalf() {}

    @Ptx("add{,.rn}.f16x2")
    public static int add(int a, int b) {
        return Half.pack(HalfArithmetic.add(a >>> 16, b >>> 16), HalfArithmetic.add(a, b));
    }

    @Ptx("add{,.rn}.ftz.f16x2")
    public static int addFtz(int a, int b) {
        return Half.pack(HalfArithmetic.addFtz(a >>> 16, b >>> 16), HalfArithmetic.addFtz(a, b));
    }

    @Ptx("add{,.rn}.sat.f16x2")
    public static int addSat(int a, int b) {
        return Half.pack(HalfArithmetic.addSat(a >>> 16, b >>> 16), HalfArithmetic.addSat(a, b));
    }

    @Ptx("add{,.rn}.ftz.sat.f16x2")
    public static int addFtzSat(int a, int b) {
        return Half.pack(HalfArithmetic.addFtzSat(a >>> 16, b >>> 16), HalfArithmetic.addFtzSat(a, b));
    }

    @Ptx("sub{,.rn}.f16x2")
    public static int sub(int a, int b) {
        return Half.pack(HalfArithmetic.sub(a >>> 16, b >>> 16), HalfArithmetic.sub(a, b));
    }

    @Ptx("sub{,.rn}.ftz.f16x2")
    public static int subFtz(int a, int b) {
        return Half.pack(HalfArithmetic.subFtz(a >>> 16, b >>> 16), HalfArithmetic.subFtz(a, b));
    }

    @Ptx("sub{,.rn}.sat.f16x2")
    public static int subSat(int a, int b) {
        return Half.pack(HalfArithmetic.subSat(a >>> 16, b >>> 16), HalfArithmetic.subSat(a, b));
    }

    @Ptx("sub{,.rn}.ftz.sat.f16x2")
    public static int subFtzSat(int a, int b) {
        return Half.pack(HalfArithmetic.subFtzSat(a >>> 16, b >>> 16), HalfArithmetic.subFtzSat(a, b));
    }

    @Ptx("mul{,.rn}.f16x2")
    public static int mul(int a, int b) {
        return Half.pack(HalfArithmetic.mul(a >>> 16, b >>> 16), HalfArithmetic.mul(a, b));
    }

    @Ptx("mul{,.rn}.ftz.f16x2")
    public static int mulFtz(int a, int b) {
        return Half.pack(HalfArithmetic.mulFtz(a >>> 16, b >>> 16), HalfArithmetic.mulFtz(a, b));
    }

    @Ptx("mul{,.rn}.sat.f16x2")
    public static int mulSat(int a, int b) {
        return Half.pack(HalfArithmetic.mulSat(a >>> 16, b >>> 16), HalfArithmetic.mulSat(a, b));
    }

    @Ptx("mul{,.rn}.ftz.sat.f16x2")
    public static int mulFtzSat(int a, int b) {
        return Half.pack(HalfArithmetic.mulFtzSat(a >>> 16, b >>> 16), HalfArithmetic.mulFtzSat(a, b));
    }

    @Ptx("fma.rn.f16x2")
    public static int fma(int a, int b, int c) {
        return Half.pack(HalfArithmetic.fma(a >>> 16, b >>> 16, c >>> 16), HalfArithmetic.fma(a, b, c));
    }

    @Ptx("fma.rn.ftz.f16x2")
    public static int fmaFtz(int a, int b, int c) {
        return Half.pack(HalfArithmetic.fmaFtz(a >>> 16, b >>> 16, c >>> 16), HalfArithmetic.fmaFtz(a, b, c));
    }

    @Ptx("fma.rn.sat.f16x2")
    public static int fmaSat(int a, int b, int c) {
        return Half.pack(HalfArithmetic.fmaSat(a >>> 16, b >>> 16, c >>> 16), HalfArithmetic.fmaSat(a, b, c));
    }

    @Ptx("fma.rn.ftz.sat.f16x2")
    public static int fmaFtzSat(int a, int b, int c) {
        return Half.pack(HalfArithmetic.fmaFtzSat(a >>> 16, b >>> 16, c >>> 16), HalfArithmetic.fmaFtzSat(a, b, c));
    }

    @Ptx("fma.rn.relu.f16x2")
    public static int fmaRelu(int a, int b, int c) {
        return Half.pack(HalfArithmetic.fmaRelu(a >>> 16, b >>> 16, c >>> 16), HalfArithmetic.fmaRelu(a, b, c));
    }

    @Ptx("fma.rn.ftz.relu.f16x2")
    public static int fmaFtzRelu(int a, int b, int c) {
        return Half.pack(HalfArithmetic.fmaFtzRelu(a >>> 16, b >>> 16, c >>> 16), HalfArithmetic.fmaFtzRelu(a, b, c));
    }

    @Ptx("neg.f16x2")
    public static int neg(int a) {
        return Half.pack(HalfArithmetic.neg(a >>> 16), HalfArithmetic.neg(a));
    }

    @Ptx("neg.ftz.f16x2")
    public static int negFtz(int a) {
        return Half.pack(HalfArithmetic.negFtz(a >>> 16), HalfArithmetic.negFtz(a));
    }

    @Ptx("abs.f16x2")
    public static int abs(int a) {
        return Half.pack(HalfArithmetic.abs(a >>> 16), HalfArithmetic.abs(a));
    }

    @Ptx("abs.ftz.f16x2")
    public static int absFtz(int a) {
        return Half.pack(HalfArithmetic.absFtz(a >>> 16), HalfArithmetic.absFtz(a));
    }
}

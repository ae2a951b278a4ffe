package dev.diptych.sim.ptx.arith;

/**
 * Comparisons of {@code f16x2}: those of {@link HalfComparisons} on each half (PTX ISA 9.0, section "Half Precision Comparison
 * Instructions"). {@code setp}, written {@code p|q}, returns two predicates: bit 0 is {@code p}, of the lower halves, bit 1 is
 * {@code q}, of the upper ones. The
 * instruction {@code set} is {@link PackedHalfSets}.
 */
public final class PackedHalfComparisons {
    private PackedHalfComparisons() {}

    @Ptx("setp.eq.f16x2")
    public static int eq(int a, int b) {
        return (HalfComparisons.eqHalf(a, b) ? 1 : 0) | (HalfComparisons.eqHalf(a >>> 16, b >>> 16) ? 2 : 0);
    }

    @Ptx("setp.eq.ftz.f16x2")
    public static int eqFtz(int a, int b) {
        return (HalfComparisons.eqHalfFtz(a, b) ? 1 : 0) | (HalfComparisons.eqHalfFtz(a >>> 16, b >>> 16) ? 2 : 0);
    }

    @Ptx("setp.ne.f16x2")
    public static int ne(int a, int b) {
        return (HalfComparisons.neHalf(a, b) ? 1 : 0) | (HalfComparisons.neHalf(a >>> 16, b >>> 16) ? 2 : 0);
    }

    @Ptx("setp.ne.ftz.f16x2")
    public static int neFtz(int a, int b) {
        return (HalfComparisons.neHalfFtz(a, b) ? 1 : 0) | (HalfComparisons.neHalfFtz(a >>> 16, b >>> 16) ? 2 : 0);
    }

    @Ptx("setp.lt.f16x2")
    public static int lt(int a, int b) {
        return (HalfComparisons.ltHalf(a, b) ? 1 : 0) | (HalfComparisons.ltHalf(a >>> 16, b >>> 16) ? 2 : 0);
    }

    @Ptx("setp.lt.ftz.f16x2")
    public static int ltFtz(int a, int b) {
        return (HalfComparisons.ltHalfFtz(a, b) ? 1 : 0) | (HalfComparisons.ltHalfFtz(a >>> 16, b >>> 16) ? 2 : 0);
    }

    @Ptx("setp.le.f16x2")
    public static int le(int a, int b) {
        return (HalfComparisons.leHalf(a, b) ? 1 : 0) | (HalfComparisons.leHalf(a >>> 16, b >>> 16) ? 2 : 0);
    }

    @Ptx("setp.le.ftz.f16x2")
    public static int leFtz(int a, int b) {
        return (HalfComparisons.leHalfFtz(a, b) ? 1 : 0) | (HalfComparisons.leHalfFtz(a >>> 16, b >>> 16) ? 2 : 0);
    }

    @Ptx("setp.gt.f16x2")
    public static int gt(int a, int b) {
        return (HalfComparisons.gtHalf(a, b) ? 1 : 0) | (HalfComparisons.gtHalf(a >>> 16, b >>> 16) ? 2 : 0);
    }

    @Ptx("setp.gt.ftz.f16x2")
    public static int gtFtz(int a, int b) {
        return (HalfComparisons.gtHalfFtz(a, b) ? 1 : 0) | (HalfComparisons.gtHalfFtz(a >>> 16, b >>> 16) ? 2 : 0);
    }

    @Ptx("setp.ge.f16x2")
    public static int ge(int a, int b) {
        return (HalfComparisons.geHalf(a, b) ? 1 : 0) | (HalfComparisons.geHalf(a >>> 16, b >>> 16) ? 2 : 0);
    }

    @Ptx("setp.ge.ftz.f16x2")
    public static int geFtz(int a, int b) {
        return (HalfComparisons.geHalfFtz(a, b) ? 1 : 0) | (HalfComparisons.geHalfFtz(a >>> 16, b >>> 16) ? 2 : 0);
    }

    @Ptx("setp.equ.f16x2")
    public static int equ(int a, int b) {
        return (HalfComparisons.equHalf(a, b) ? 1 : 0) | (HalfComparisons.equHalf(a >>> 16, b >>> 16) ? 2 : 0);
    }

    @Ptx("setp.equ.ftz.f16x2")
    public static int equFtz(int a, int b) {
        return (HalfComparisons.equHalfFtz(a, b) ? 1 : 0) | (HalfComparisons.equHalfFtz(a >>> 16, b >>> 16) ? 2 : 0);
    }

    @Ptx("setp.neu.f16x2")
    public static int neu(int a, int b) {
        return (HalfComparisons.neuHalf(a, b) ? 1 : 0) | (HalfComparisons.neuHalf(a >>> 16, b >>> 16) ? 2 : 0);
    }

    @Ptx("setp.neu.ftz.f16x2")
    public static int neuFtz(int a, int b) {
        return (HalfComparisons.neuHalfFtz(a, b) ? 1 : 0) | (HalfComparisons.neuHalfFtz(a >>> 16, b >>> 16) ? 2 : 0);
    }

    @Ptx("setp.ltu.f16x2")
    public static int ltu(int a, int b) {
        return (HalfComparisons.ltuHalf(a, b) ? 1 : 0) | (HalfComparisons.ltuHalf(a >>> 16, b >>> 16) ? 2 : 0);
    }

    @Ptx("setp.ltu.ftz.f16x2")
    public static int ltuFtz(int a, int b) {
        return (HalfComparisons.ltuHalfFtz(a, b) ? 1 : 0) | (HalfComparisons.ltuHalfFtz(a >>> 16, b >>> 16) ? 2 : 0);
    }

    @Ptx("setp.leu.f16x2")
    public static int leu(int a, int b) {
        return (HalfComparisons.leuHalf(a, b) ? 1 : 0) | (HalfComparisons.leuHalf(a >>> 16, b >>> 16) ? 2 : 0);
    }

    @Ptx("setp.leu.ftz.f16x2")
    public static int leuFtz(int a, int b) {
        return (HalfComparisons.leuHalfFtz(a, b) ? 1 : 0) | (HalfComparisons.leuHalfFtz(a >>> 16, b >>> 16) ? 2 : 0);
    }

    @Ptx("setp.gtu.f16x2")
    public static int gtu(int a, int b) {
        return (HalfComparisons.gtuHalf(a, b) ? 1 : 0) | (HalfComparisons.gtuHalf(a >>> 16, b >>> 16) ? 2 : 0);
    }

    @Ptx("setp.gtu.ftz.f16x2")
    public static int gtuFtz(int a, int b) {
        return (HalfComparisons.gtuHalfFtz(a, b) ? 1 : 0) | (HalfComparisons.gtuHalfFtz(a >>> 16, b >>> 16) ? 2 : 0);
    }

    @Ptx("setp.geu.f16x2")
    public static int geu(int a, int b) {
        return (HalfComparisons.geuHalf(a, b) ? 1 : 0) | (HalfComparisons.geuHalf(a >>> 16, b >>> 16) ? 2 : 0);
    }

    @Ptx("setp.geu.ftz.f16x2")
    public static int geuFtz(int a, int b) {
        return (HalfComparisons.geuHalfFtz(a, b) ? 1 : 0) | (HalfComparisons.geuHalfFtz(a >>> 16, b >>> 16) ? 2 : 0);
    }

    @Ptx("setp.num.f16x2")
    public static int num(int a, int b) {
        return (HalfComparisons.numHalf(a, b) ? 1 : 0) | (HalfComparisons.numHalf(a >>> 16, b >>> 16) ? 2 : 0);
    }

    @Ptx("setp.num.ftz.f16x2")
    public static int numFtz(int a, int b) {
        return (HalfComparisons.numHalfFtz(a, b) ? 1 : 0) | (HalfComparisons.numHalfFtz(a >>> 16, b >>> 16) ? 2 : 0);
    }

    @Ptx("setp.nan.f16x2")
    public static int nan(int a, int b) {
        return (HalfComparisons.nanHalf(a, b) ? 1 : 0) | (HalfComparisons.nanHalf(a >>> 16, b >>> 16) ? 2 : 0);
    }

    @Ptx("setp.nan.ftz.f16x2")
    public static int nanFtz(int a, int b) {
        return (HalfComparisons.nanHalfFtz(a, b) ? 1 : 0) | (HalfComparisons.nanHalfFtz(a >>> 16, b >>> 16) ? 2 : 0);
    }
}

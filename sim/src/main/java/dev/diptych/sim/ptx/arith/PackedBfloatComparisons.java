package dev.diptych.sim.ptx.arith;

/**
 * Comparisons of {@code bf16x2}: those of {@link HalfComparisons} on each half (PTX ISA 9.0, section "Half Precision Comparison
 * Instructions"). {@code setp}, written {@code p|q}, returns two predicates: bit 0 is {@code p}, of the lower halves, bit 1 is
 * {@code q}, of the upper ones. {@code set} returns in each half 1.0 or 0, or, if its result is an integer, all bits or none.
 */
public final class PackedBfloatComparisons {
    private PackedBfloatComparisons() {}

    @Ptx("setp.eq.bf16x2")
    public static int eq(int a, int b) {
        return (HalfComparisons.eqBfloat(a, b) ? 1 : 0) | (HalfComparisons.eqBfloat(a >>> 16, b >>> 16) ? 2 : 0);
    }

    @Ptx("set.eq.bf16x2.bf16x2")
    public static int eqOnes(int a, int b) {
        return ones(eq(a, b));
    }

    @Ptx("set.eq.{u32,s32}.bf16x2")
    public static int eqBits(int a, int b) {
        return bits(eq(a, b));
    }

    @Ptx("setp.ne.bf16x2")
    public static int ne(int a, int b) {
        return (HalfComparisons.neBfloat(a, b) ? 1 : 0) | (HalfComparisons.neBfloat(a >>> 16, b >>> 16) ? 2 : 0);
    }

    @Ptx("set.ne.bf16x2.bf16x2")
    public static int neOnes(int a, int b) {
        return ones(ne(a, b));
    }

    @Ptx("set.ne.{u32,s32}.bf16x2")
    public static int neBits(int a, int b) {
        return bits(ne(a, b));
    }

    @Ptx("setp.lt.bf16x2")
    public static int lt(int a, int b) {
        return (HalfComparisons.ltBfloat(a, b) ? 1 : 0) | (HalfComparisons.ltBfloat(a >>> 16, b >>> 16) ? 2 : 0);
    }

    @Ptx("set.lt.bf16x2.bf16x2")
    public static int ltOnes(int a, int b) {
        return ones(lt(a, b));
    }

    @Ptx("set.lt.{u32,s32}.bf16x2")
    public static int ltBits(int a, int b) {
        return bits(lt(a, b));
    }

    @Ptx("setp.le.bf16x2")
    public static int le(int a, int b) {
        return (HalfComparisons.leBfloat(a, b) ? 1 : 0) | (HalfComparisons.leBfloat(a >>> 16, b >>> 16) ? 2 : 0);
    }

    @Ptx("set.le.bf16x2.bf16x2")
    public static int leOnes(int a, int b) {
        return ones(le(a, b));
    }

    @Ptx("set.le.{u32,s32}.bf16x2")
    public static int leBits(int a, int b) {
        return bits(le(a, b));
    }

    @Ptx("setp.gt.bf16x2")
    public static int gt(int a, int b) {
        return (HalfComparisons.gtBfloat(a, b) ? 1 : 0) | (HalfComparisons.gtBfloat(a >>> 16, b >>> 16) ? 2 : 0);
    }

    @Ptx("set.gt.bf16x2.bf16x2")
    public static int gtOnes(int a, int b) {
        return ones(gt(a, b));
    }

    @Ptx("set.gt.{u32,s32}.bf16x2")
    public static int gtBits(int a, int b) {
        return bits(gt(a, b));
    }

    @Ptx("setp.ge.bf16x2")
    public static int ge(int a, int b) {
        return (HalfComparisons.geBfloat(a, b) ? 1 : 0) | (HalfComparisons.geBfloat(a >>> 16, b >>> 16) ? 2 : 0);
    }

    @Ptx("set.ge.bf16x2.bf16x2")
    public static int geOnes(int a, int b) {
        return ones(ge(a, b));
    }

    @Ptx("set.ge.{u32,s32}.bf16x2")
    public static int geBits(int a, int b) {
        return bits(ge(a, b));
    }

    @Ptx("setp.equ.bf16x2")
    public static int equ(int a, int b) {
        return (HalfComparisons.equBfloat(a, b) ? 1 : 0) | (HalfComparisons.equBfloat(a >>> 16, b >>> 16) ? 2 : 0);
    }

    @Ptx("set.equ.bf16x2.bf16x2")
    public static int equOnes(int a, int b) {
        return ones(equ(a, b));
    }

    @Ptx("set.equ.{u32,s32}.bf16x2")
    public static int equBits(int a, int b) {
        return bits(equ(a, b));
    }

    @Ptx("setp.neu.bf16x2")
    public static int neu(int a, int b) {
        return (HalfComparisons.neuBfloat(a, b) ? 1 : 0) | (HalfComparisons.neuBfloat(a >>> 16, b >>> 16) ? 2 : 0);
    }

    @Ptx("set.neu.bf16x2.bf16x2")
    public static int neuOnes(int a, int b) {
        return ones(neu(a, b));
    }

    @Ptx("set.neu.{u32,s32}.bf16x2")
    public static int neuBits(int a, int b) {
        return bits(neu(a, b));
    }

    @Ptx("setp.ltu.bf16x2")
    public static int ltu(int a, int b) {
        return (HalfComparisons.ltuBfloat(a, b) ? 1 : 0) | (HalfComparisons.ltuBfloat(a >>> 16, b >>> 16) ? 2 : 0);
    }

    @Ptx("set.ltu.bf16x2.bf16x2")
    public static int ltuOnes(int a, int b) {
        return ones(ltu(a, b));
    }

    @Ptx("set.ltu.{u32,s32}.bf16x2")
    public static int ltuBits(int a, int b) {
        return bits(ltu(a, b));
    }

    @Ptx("setp.leu.bf16x2")
    public static int leu(int a, int b) {
        return (HalfComparisons.leuBfloat(a, b) ? 1 : 0) | (HalfComparisons.leuBfloat(a >>> 16, b >>> 16) ? 2 : 0);
    }

    @Ptx("set.leu.bf16x2.bf16x2")
    public static int leuOnes(int a, int b) {
        return ones(leu(a, b));
    }

    @Ptx("set.leu.{u32,s32}.bf16x2")
    public static int leuBits(int a, int b) {
        return bits(leu(a, b));
    }

    @Ptx("setp.gtu.bf16x2")
    public static int gtu(int a, int b) {
        return (HalfComparisons.gtuBfloat(a, b) ? 1 : 0) | (HalfComparisons.gtuBfloat(a >>> 16, b >>> 16) ? 2 : 0);
    }

    @Ptx("set.gtu.bf16x2.bf16x2")
    public static int gtuOnes(int a, int b) {
        return ones(gtu(a, b));
    }

    @Ptx("set.gtu.{u32,s32}.bf16x2")
    public static int gtuBits(int a, int b) {
        return bits(gtu(a, b));
    }

    @Ptx("setp.geu.bf16x2")
    public static int geu(int a, int b) {
        return (HalfComparisons.geuBfloat(a, b) ? 1 : 0) | (HalfComparisons.geuBfloat(a >>> 16, b >>> 16) ? 2 : 0);
    }

    @Ptx("set.geu.bf16x2.bf16x2")
    public static int geuOnes(int a, int b) {
        return ones(geu(a, b));
    }

    @Ptx("set.geu.{u32,s32}.bf16x2")
    public static int geuBits(int a, int b) {
        return bits(geu(a, b));
    }

    @Ptx("setp.num.bf16x2")
    public static int num(int a, int b) {
        return (HalfComparisons.numBfloat(a, b) ? 1 : 0) | (HalfComparisons.numBfloat(a >>> 16, b >>> 16) ? 2 : 0);
    }

    @Ptx("set.num.bf16x2.bf16x2")
    public static int numOnes(int a, int b) {
        return ones(num(a, b));
    }

    @Ptx("set.num.{u32,s32}.bf16x2")
    public static int numBits(int a, int b) {
        return bits(num(a, b));
    }

    @Ptx("setp.nan.bf16x2")
    public static int nan(int a, int b) {
        return (HalfComparisons.nanBfloat(a, b) ? 1 : 0) | (HalfComparisons.nanBfloat(a >>> 16, b >>> 16) ? 2 : 0);
    }

    @Ptx("set.nan.bf16x2.bf16x2")
    public static int nanOnes(int a, int b) {
        return ones(nan(a, b));
    }

    @Ptx("set.nan.{u32,s32}.bf16x2")
    public static int nanBits(int a, int b) {
        return bits(nan(a, b));
    }

    private static int ones(int predicates) {
        return ((predicates & 1) | (predicates & 2) << 15) * Bfloat.ONE;
    }

    private static int bits(int predicates) {
        return ((predicates & 1) | (predicates & 2) << 15) * 0xffff;
    }
}

package dev.diptych.sim.ptx.arith;

/**
 * The instruction {@code set} of {@code f16x2} (PTX ISA 9.0, section "Half Precision Comparison Instructions: set"): what
 * {@link PackedHalfComparisons} finds of each half, as 1.0 or 0 in that half of the result, or, if the result is an integer, as all bits or none.
 */
public final class PackedHalfSets {
    private PackedHalfSets() {}

    @Ptx("set.eq.f16x2.f16x2")
    public static int eqOnes(int a, int b) {
        return ones(PackedHalfComparisons.eq(a, b));
    }

    @Ptx("set.eq.{u32,s32}.f16x2")
    public static int eqBits(int a, int b) {
        return bits(PackedHalfComparisons.eq(a, b));
    }

    @Ptx("set.eq.ftz.f16x2.f16x2")
    public static int eqFtzOnes(int a, int b) {
        return ones(PackedHalfComparisons.eqFtz(a, b));
    }

    @Ptx("set.eq.ftz.{u32,s32}.f16x2")
    public static int eqFtzBits(int a, int b) {
        return bits(PackedHalfComparisons.eqFtz(a, b));
    }

    @Ptx("set.ne.f16x2.f16x2")
    public static int neOnes(int a, int b) {
        return ones(PackedHalfComparisons.ne(a, b));
    }

    @Ptx("set.ne.{u32,s32}.f16x2")
    public static int neBits(int a, int b) {
        return bits(PackedHalfComparisons.ne(a, b));
    }

    @Ptx("set.ne.ftz.f16x2.f16x2")
    public static int neFtzOnes(int a, int b) {
        return ones(PackedHalfComparisons.neFtz(a, b));
    }

    @Ptx("set.ne.ftz.{u32,s32}.f16x2")
    public static int neFtzBits(int a, int b) {
        return bits(PackedHalfComparisons.neFtz(a, b));
    }

    @Ptx("set.lt.f16x2.f16x2")
    public static int ltOnes(int a, int b) {
        return ones(PackedHalfComparisons.lt(a, b));
    }

    @Ptx("set.lt.{u32,s32}.f16x2")
    public static int ltBits(int a, int b) {
        return bits(PackedHalfComparisons.lt(a, b));
    }

    @Ptx("set.lt.ftz.f16x2.f16x2")
    public static int ltFtzOnes(int a, int b) {
        return ones(PackedHalfComparisons.ltFtz(a, b));
    }

    @Ptx("set.lt.ftz.{u32,s32}.f16x2")
    public static int ltFtzBits(int a, int b) {
        return bits(PackedHalfComparisons.ltFtz(a, b));
    }

    @Ptx("set.le.f16x2.f16x2")
    public static int leOnes(int a, int b) {
        return ones(PackedHalfComparisons.le(a, b));
    }

    @Ptx("set.le.{u32,s32}.f16x2")
    public static int leBits(int a, int b) {
        return bits(PackedHalfComparisons.le(a, b));
    }

    @Ptx("set.le.ftz.f16x2.f16x2")
    public static int leFtzOnes(int a, int b) {
        return ones(PackedHalfComparisons.leFtz(a, b));
    }

    @Ptx("set.le.ftz.{u32,s32}.f16x2")
    public static int leFtzBits(int a, int b) {
        return bits(PackedHalfComparisons.leFtz(a, b));
    }

    @Ptx("set.gt.f16x2.f16x2")
    public static int gtOnes(int a, int b) {
        return ones(PackedHalfComparisons.gt(a, b));
    }

    @Ptx("set.gt.{u32,s32}.f16x2")
    public static int gtBits(int a, int b) {
        return bits(PackedHalfComparisons.gt(a, b));
    }

    @Ptx("set.gt.ftz.f16x2.f16x2")
    public static int gtFtzOnes(int a, int b) {
        return ones(PackedHalfComparisons.gtFtz(a, b));
    }

    @Ptx("set.gt.ftz.{u32,s32}.f16x2")
    public static int gtFtzBits(int a, int b) {
        return bits(PackedHalfComparisons.gtFtz(a, b));
    }

    @Ptx("set.ge.f16x2.f16x2")
    public static int geOnes(int a, int b) {
        return ones(PackedHalfComparisons.ge(a, b));
    }

    @Ptx("set.ge.{u32,s32}.f16x2")
    public static int geBits(int a, int b) {
        return bits(PackedHalfComparisons.ge(a, b));
    }

    @Ptx("set.ge.ftz.f16x2.f16x2")
    public static int geFtzOnes(int a, int b) {
        return ones(PackedHalfComparisons.geFtz(a, b));
    }

    @Ptx("set.ge.ftz.{u32,s32}.f16x2")
    public static int geFtzBits(int a, int b) {
        return bits(PackedHalfComparisons.geFtz(a, b));
    }

    @Ptx("set.equ.f16x2.f16x2")
    public static int equOnes(int a, int b) {
        return ones(PackedHalfComparisons.equ(a, b));
    }

    @Ptx("set.equ.{u32,s32}.f16x2")
    public static int equBits(int a, int b) {
        return bits(PackedHalfComparisons.equ(a, b));
    }

    @Ptx("set.equ.ftz.f16x2.f16x2")
    public static int equFtzOnes(int a, int b) {
        return ones(PackedHalfComparisons.equFtz(a, b));
    }

    @Ptx("set.equ.ftz.{u32,s32}.f16x2")
    public static int equFtzBits(int a, int b) {
        return bits(PackedHalfComparisons.equFtz(a, b));
    }

    @Ptx("set.neu.f16x2.f16x2")
    public static int neuOnes(int a, int b) {
        return ones(PackedHalfComparisons.neu(a, b));
    }

    @Ptx("set.neu.{u32,s32}.f16x2")
    public static int neuBits(int a, int b) {
        return bits(PackedHalfComparisons.neu(a, b));
    }

    @Ptx("set.neu.ftz.f16x2.f16x2")
    public static int neuFtzOnes(int a, int b) {
        return ones(PackedHalfComparisons.neuFtz(a, b));
    }

    @Ptx("set.neu.ftz.{u32,s32}.f16x2")
    public static int neuFtzBits(int a, int b) {
        return bits(PackedHalfComparisons.neuFtz(a, b));
    }

    @Ptx("set.ltu.f16x2.f16x2")
    public static int ltuOnes(int a, int b) {
        return ones(PackedHalfComparisons.ltu(a, b));
    }

    @Ptx("set.ltu.{u32,s32}.f16x2")
    public static int ltuBits(int a, int b) {
        return bits(PackedHalfComparisons.ltu(a, b));
    }

    @Ptx("set.ltu.ftz.f16x2.f16x2")
    public static int ltuFtzOnes(int a, int b) {
        return ones(PackedHalfComparisons.ltuFtz(a, b));
    }

    @Ptx("set.ltu.ftz.{u32,s32}.f16x2")
    public static int ltuFtzBits(int a, int b) {
        return bits(PackedHalfComparisons.ltuFtz(a, b));
    }

    @Ptx("set.leu.f16x2.f16x2")
    public static int leuOnes(int a, int b) {
        return ones(PackedHalfComparisons.leu(a, b));
    }

    @Ptx("set.leu.{u32,s32}.f16x2")
    public static int leuBits(int a, int b) {
        return bits(PackedHalfComparisons.leu(a, b));
    }

    @Ptx("set.leu.ftz.f16x2.f16x2")
    public static int leuFtzOnes(int a, int b) {
        return ones(PackedHalfComparisons.leuFtz(a, b));
    }

    @Ptx("set.leu.ftz.{u32,s32}.f16x2")
    public static int leuFtzBits(int a, int b) {
        return bits(PackedHalfComparisons.leuFtz(a, b));
    }

    @Ptx("set.gtu.f16x2.f16x2")
    public static int gtuOnes(int a, int b) {
        return ones(PackedHalfComparisons.gtu(a, b));
    }

    @Ptx("set.gtu.{u32,s32}.f16x2")
    public static int gtuBits(int a, int b) {
        return bits(PackedHalfComparisons.gtu(a, b));
    }

    @Ptx("set.gtu.ftz.f16x2.f16x2")
    public static int gtuFtzOnes(int a, int b) {
        return ones(PackedHalfComparisons.gtuFtz(a, b));
    }

    @Ptx("set.gtu.ftz.{u32,s32}.f16x2")
    public static int gtuFtzBits(int a, int b) {
        return bits(PackedHalfComparisons.gtuFtz(a, b));
    }

    @Ptx("set.geu.f16x2.f16x2")
    public static int geuOnes(int a, int b) {
        return ones(PackedHalfComparisons.geu(a, b));
    }

    @Ptx("set.geu.{u32,s32}.f16x2")
    public static int geuBits(int a, int b) {
        return bits(PackedHalfComparisons.geu(a, b));
    }

    @Ptx("set.geu.ftz.f16x2.f16x2")
    public static int geuFtzOnes(int a, int b) {
        return ones(PackedHalfComparisons.geuFtz(a, b));
    }

    @Ptx("set.geu.ftz.{u32,s32}.f16x2")
    public static int geuFtzBits(int a, int b) {
        return bits(PackedHalfComparisons.geuFtz(a, b));
    }

    @Ptx("set.num.f16x2.f16x2")
    public static int numOnes(int a, int b) {
        return ones(PackedHalfComparisons.num(a, b));
    }

    @Ptx("set.num.{u32,s32}.f16x2")
    public static int numBits(int a, int b) {
        return bits(PackedHalfComparisons.num(a, b));
    }

    @Ptx("set.num.ftz.f16x2.f16x2")
    public static int numFtzOnes(int a, int b) {
        return ones(PackedHalfComparisons.numFtz(a, b));
    }

    @Ptx("set.num.ftz.{u32,s32}.f16x2")
    public static int numFtzBits(int a, int b) {
        return bits(PackedHalfComparisons.numFtz(a, b));
    }

    @Ptx("set.nan.f16x2.f16x2")
    public static int nanOnes(int a, int b) {
        return ones(PackedHalfComparisons.nan(a, b));
    }

    @Ptx("set.nan.{u32,s32}.f16x2")
    public static int nanBits(int a, int b) {
        return bits(PackedHalfComparisons.nan(a, b));
    }

    @Ptx("set.nan.ftz.f16x2.f16x2")
    public static int nanFtzOnes(int a, int b) {
        return ones(PackedHalfComparisons.nanFtz(a, b));
    }

    @Ptx("set.nan.ftz.{u32,s32}.f16x2")
    public static int nanFtzBits(int a, int b) {
        return bits(PackedHalfComparisons.nanFtz(a, b));
    }

    private static int ones(int predicates) {
        return ((predicates & 1) | (predicates & 2) << 15) * Half.ONE;
    }

    private static int bits(int predicates) {
        return ((predicates & 1) | (predicates & 2) << 15) * 0xffff;
    }
}

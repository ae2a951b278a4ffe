package dev.diptych.sim.ptx.arith;

/**
 * Arithmetic that reads or writes the carry flag (PTX ISA 9.0, section "Extended-Precision Integer Arithmetic Instructions"): sums and
 * products of more words than one. The flag of a subtraction is its borrow.
 */
public final class CarryChains {
    private CarryChains() {}

    @Ptx("add.cc.{u32,s32}")
    public static int add(int a, int b) {
        return a + b;
    }

    @PtxCarry("add.cc.{u32,s32}")
    public static int addCarry(int a, int b) {
        return addCarry(a, b, 0);
    }

    @Ptx("addc{.cc,}.{u32,s32}")
    public static int add(int a, int b, int carry) {
        return a + b + carry;
    }

    @PtxCarry("addc.cc.{u32,s32}")
    public static int addCarry(int a, int b, int carry) {
        return (int) (((a & 0xffffffffL) + (b & 0xffffffffL) + carry) >>> 32);
    }

    @Ptx("add.cc.{u64,s64}")
    public static long add(long a, long b) {
        return a + b;
    }

    @PtxCarry("add.cc.{u64,s64}")
    public static int addCarry(long a, long b) {
        return addCarry(a, b, 0);
    }

    @Ptx("addc{.cc,}.{u64,s64}")
    public static long add(long a, long b, int carry) {
        return a + b + carry;
    }

    /** Returns the carry out of the top bit: both operands have it, or one has it and the sum lost it. */
    @PtxCarry("addc.cc.{u64,s64}")
    public static int addCarry(long a, long b, int carry) {
        return (int) (((a & b) | ((a | b) & ~(a + b + carry))) >>> 63);
    }

    @Ptx("sub.cc.{u32,s32}")
    public static int sub(int a, int b) {
        return a - b;
    }

    @PtxCarry("sub.cc.{u32,s32}")
    public static int subBorrow(int a, int b) {
        return subBorrow(a, b, 0);
    }

    @Ptx("subc{.cc,}.{u32,s32}")
    public static int sub(int a, int b, int borrow) {
        return a - b - borrow;
    }

    @PtxCarry("subc.cc.{u32,s32}")
    public static int subBorrow(int a, int b, int borrow) {
        return (int) (((a & 0xffffffffL) - (b & 0xffffffffL) - borrow) >>> 63);
    }

    @Ptx("sub.cc.{u64,s64}")
    public static long sub(long a, long b) {
        return a - b;
    }

    @PtxCarry("sub.cc.{u64,s64}")
    public static int subBorrow(long a, long b) {
        return subBorrow(a, b, 0);
    }

    @Ptx("subc{.cc,}.{u64,s64}")
    public static long sub(long a, long b, int borrow) {
        return a - b - borrow;
    }

    /** Returns the borrow into the top bit: only the subtrahend has it, or both agree on it and the difference has it. */
    @PtxCarry("subc.cc.{u64,s64}")
    public static int subBorrow(long a, long b, int borrow) {
        return (int) (((~a & b) | ((~a | b) & (a - b - borrow))) >>> 63);
    }

    @Ptx("mad.lo.cc.{u32,s32}")
    public static int madLow(int a, int b, int c) {
        return a * b + c;
    }

    @PtxCarry("mad.lo.cc.{u32,s32}")
    public static int madLowCarry(int a, int b, int c) {
        return addCarry(a * b, c, 0);
    }

    @Ptx("madc.lo{.cc,}.{u32,s32}")
    public static int madLow(int a, int b, int c, int carry) {
        return a * b + c + carry;
    }

    @PtxCarry("madc.lo.cc.{u32,s32}")
    public static int madLowCarry(int a, int b, int c, int carry) {
        return addCarry(a * b, c, carry);
    }

    @Ptx("mad.hi.cc.s32")
    public static int madHighSigned(int a, int b, int c) {
        return Integers32.mulHighSigned(a, b) + c;
    }

    @PtxCarry("mad.hi.cc.s32")
    public static int madHighSignedCarry(int a, int b, int c) {
        return addCarry(Integers32.mulHighSigned(a, b), c, 0);
    }

    @Ptx("madc.hi{.cc,}.s32")
    public static int madHighSigned(int a, int b, int c, int carry) {
        return Integers32.mulHighSigned(a, b) + c + carry;
    }

    @PtxCarry("madc.hi.cc.s32")
    public static int madHighSignedCarry(int a, int b, int c, int carry) {
        return addCarry(Integers32.mulHighSigned(a, b), c, carry);
    }

    @Ptx("mad.hi.cc.u32")
    public static int madHighUnsigned(int a, int b, int c) {
        return Integers32.mulHighUnsigned(a, b) + c;
    }

    @PtxCarry("mad.hi.cc.u32")
    public static int madHighUnsignedCarry(int a, int b, int c) {
        return addCarry(Integers32.mulHighUnsigned(a, b), c, 0);
    }

    @Ptx("madc.hi{.cc,}.u32")
    public static int madHighUnsigned(int a, int b, int c, int carry) {
        return Integers32.mulHighUnsigned(a, b) + c + carry;
    }

    @PtxCarry("madc.hi.cc.u32")
    public static int madHighUnsignedCarry(int a, int b, int c, int carry) {
        return addCarry(Integers32.mulHighUnsigned(a, b), c, carry);
    }

    @Ptx("mad.lo.cc.{u64,s64}")
    public static long madLow(long a, long b, long c) {
        return a * b + c;
    }

    @PtxCarry("mad.lo.cc.{u64,s64}")
    public static int madLowCarry(long a, long b, long c) {
        return addCarry(a * b, c, 0);
    }

    @Ptx("madc.lo{.cc,}.{u64,s64}")
    public static long madLow(long a, long b, long c, int carry) {
        return a * b + c + carry;
    }

    @PtxCarry("madc.lo.cc.{u64,s64}")
    public static int madLowCarry(long a, long b, long c, int carry) {
        return addCarry(a * b, c, carry);
    }

    @Ptx("mad.hi.cc.s64")
    public static long madHighSigned(long a, long b, long c) {
        return Integers64.mulHighSigned(a, b) + c;
    }

    @PtxCarry("mad.hi.cc.s64")
    public static int madHighSignedCarry(long a, long b, long c) {
        return addCarry(Integers64.mulHighSigned(a, b), c, 0);
    }

    @Ptx("madc.hi{.cc,}.s64")
    public static long madHighSigned(long a, long b, long c, int carry) {
        return Integers64.mulHighSigned(a, b) + c + carry;
    }

    @PtxCarry("madc.hi.cc.s64")
    public static int madHighSignedCarry(long a, long b, long c, int carry) {
        return addCarry(Integers64.mulHighSigned(a, b), c, carry);
    }

    @Ptx("mad.hi.cc.u64")
    public static long madHighUnsigned(long a, long b, long c) {
        return Integers64.mulHighUnsigned(a, b) + c;
    }

    @PtxCarry("mad.hi.cc.u64")
    public static int madHighUnsignedCarry(long a, long b, long c) {
        return addCarry(Integers64.mulHighUnsigned(a, b), c, 0);
    }

    @Ptx("madc.hi{.cc,}.u64")
    public static long madHighUnsigned(long a, long b, long c, int carry) {
        return Integers64.mulHighUnsigned(a, b) + c + carry;
    }

    @PtxCarry("madc.hi.cc.u64")
    public static int madHighUnsignedCarry(long a, long b, long c, int carry) {
        return addCarry(Integers64.mulHighUnsigned(a, b), c, carry);
    }
}

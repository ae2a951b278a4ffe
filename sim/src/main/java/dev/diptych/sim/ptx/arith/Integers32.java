package dev.diptych.sim.ptx.arith;

/**
 * Whole-number arithmetic on 32 bits (PTX ISA 9.0, section "Integer Arithmetic Instructions"). Results wrap unless a method says that it
 * saturates.
 *
 * <p>The manual leaves a division by zero to the machine. The code that ptxas 13.0 writes for sm_90 selects a result of all ones for it, for
 * quotient and remainder, with and without sign, and lets the quotient of the least number by -1 wrap, with remainder 0.
 */
public final class Integers32 {
    private static final int DIVIDED_BY_ZERO = -1;

    private Integers32() {}

    @Ptx("add.{u32,s32}")
    public static int add(int a, int b) {
        return a + b;
    }

    @Ptx("sub.{u32,s32}")
    public static int sub(int a, int b) {
        return a - b;
    }

    /** Returns the sum, clamped to the range of {@code s32}. */
    @Ptx("add.sat.s32")
    public static int addSaturated(int a, int b) {
        return saturate((long) a + b);
    }

    /** Returns the difference, clamped to the range of {@code s32}. */
    @Ptx("sub.sat.s32")
    public static int subSaturated(int a, int b) {
        return saturate((long) a - b);
    }

    private static int saturate(long value) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value));
    }

    @Ptx("mul.lo.{u32,s32}")
    public static int mulLow(int a, int b) {
        return a * b;
    }

    @Ptx("mul.hi.s32")
    public static int mulHighSigned(int a, int b) {
        return (int) (((long) a * b) >> 32);
    }

    @Ptx("mul.hi.u32")
    public static int mulHighUnsigned(int a, int b) {
        return (int) (mulWideUnsigned(a, b) >>> 32);
    }

    @Ptx("mul.wide.s32")
    public static long mulWideSigned(int a, int b) {
        return (long) a * b;
    }

    @Ptx("mul.wide.u32")
    public static long mulWideUnsigned(int a, int b) {
        return (a & 0xffffffffL) * (b & 0xffffffffL);
    }

    @Ptx("mad.lo.{u32,s32}")
    public static int madLow(int a, int b, int c) {
        return a * b + c;
    }

    @Ptx("mad.hi.s32")
    public static int madHighSigned(int a, int b, int c) {
        return mulHighSigned(a, b) + c;
    }

    @Ptx("mad.hi.u32")
    public static int madHighUnsigned(int a, int b, int c) {
        return mulHighUnsigned(a, b) + c;
    }

    /** Returns the upper half of the product plus {@code c}, clamped to the range of {@code s32}. */
    @Ptx("mad.hi.sat.s32")
    public static int madHighSaturated(int a, int b, int c) {
        return saturate((long) mulHighSigned(a, b) + c);
    }

    @Ptx("mad.wide.s32")
    public static long madWideSigned(int a, int b, long c) {
        return (long) a * b + c;
    }

    @Ptx("mad.wide.u32")
    public static long madWideUnsigned(int a, int b, long c) {
        return mulWideUnsigned(a, b) + c;
    }

    @Ptx("mul24.lo.s32")
    public static int mul24LowSigned(int a, int b) {
        return (int) product24Signed(a, b);
    }

    @Ptx("mul24.lo.u32")
    public static int mul24LowUnsigned(int a, int b) {
        return (int) product24Unsigned(a, b);
    }

    @Ptx("mul24.hi.s32")
    public static int mul24HighSigned(int a, int b) {
        return (int) (product24Signed(a, b) >> 16);
    }

    @Ptx("mul24.hi.u32")
    public static int mul24HighUnsigned(int a, int b) {
        return (int) (product24Unsigned(a, b) >>> 16);
    }

    @Ptx("mad24.lo.s32")
    public static int mad24LowSigned(int a, int b, int c) {
        return mul24LowSigned(a, b) + c;
    }

    @Ptx("mad24.lo.u32")
    public static int mad24LowUnsigned(int a, int b, int c) {
        return mul24LowUnsigned(a, b) + c;
    }

    @Ptx("mad24.hi.s32")
    public static int mad24HighSigned(int a, int b, int c) {
        return mul24HighSigned(a, b) + c;
    }

    @Ptx("mad24.hi.u32")
    public static int mad24HighUnsigned(int a, int b, int c) {
        return mul24HighUnsigned(a, b) + c;
    }

    /** Returns bits 16 to 47 of the product of the lower 24 bits, plus {@code c}, clamped to the range of {@code s32}. */
    @Ptx("mad24.hi.sat.s32")
    public static int mad24HighSaturated(int a, int b, int c) {
        return saturate((long) mul24HighSigned(a, b) + c);
    }

    private static long product24Signed(int a, int b) {
        return (long) ((a << 8) >> 8) * ((b << 8) >> 8);
    }

    private static long product24Unsigned(int a, int b) {
        return (a & 0xffffffL) * (b & 0xffffffL);
    }

    @Ptx("div.s32")
    public static int divSigned(int a, int b) {
        return b == 0 ? DIVIDED_BY_ZERO : a / b;
    }

    @Ptx("div.u32")
    public static int divUnsigned(int a, int b) {
        return b == 0 ? DIVIDED_BY_ZERO : Integer.divideUnsigned(a, b);
    }

    @Ptx("rem.s32")
    public static int remSigned(int a, int b) {
        return b == 0 ? DIVIDED_BY_ZERO : a % b;
    }

    @Ptx("rem.u32")
    public static int remUnsigned(int a, int b) {
        return b == 0 ? DIVIDED_BY_ZERO : Integer.remainderUnsigned(a, b);
    }

    @Ptx("abs.s32")
    public static int abs(int a) {
        return Math.abs(a);
    }

    @Ptx("neg.s32")
    public static int neg(int a) {
        return -a;
    }

    @Ptx("min.s32")
    public static int minSigned(int a, int b) {
        return Math.min(a, b);
    }

    @Ptx("max.s32")
    public static int maxSigned(int a, int b) {
        return Math.max(a, b);
    }

    @Ptx("min.u32")
    public static int minUnsigned(int a, int b) {
        return a + Integer.MIN_VALUE < b + Integer.MIN_VALUE ? a : b;
    }

    @Ptx("max.u32")
    public static int maxUnsigned(int a, int b) {
        return a + Integer.MIN_VALUE > b + Integer.MIN_VALUE ? a : b;
    }

    /** Returns the lesser one, or 0 if that is negative. */
    @Ptx("min.relu.s32")
    public static int minClamped(int a, int b) {
        return Math.max(Math.min(a, b), 0);
    }

    /** Returns the greater one, or 0 if that is negative. */
    @Ptx("max.relu.s32")
    public static int maxClamped(int a, int b) {
        return Math.max(Math.max(a, b), 0);
    }

    /** Returns {@code c} plus the distance of {@code a} and {@code b}. */
    @Ptx("sad.s32")
    public static int sadSigned(int a, int b, int c) {
        return c + (a < b ? b - a : a - b);
    }

    /** Returns {@code c} plus the distance of {@code a} and {@code b}. */
    @Ptx("sad.u32")
    public static int sadUnsigned(int a, int b, int c) {
        return c + maxUnsigned(a, b) - minUnsigned(a, b);
    }
}

package dev.diptych.sim.ptx.arith;

/**
 * Whole-number arithmetic on 16 bits (PTX ISA 9.0, section "Integer Arithmetic Instructions"). Values come and go with their upper 16 bits
 * zero; the wide products have all 32. Results wrap. Division by zero gives all ones, as in {@link Integers32}.
 */
public final class Integers16 {
    private static final int MASK = 0xffff;
    private static final int DIVIDED_BY_ZERO = MASK;

    private Integers16() {}

    @Ptx("add.{u16,s16}")
    public static int add(int a, int b) {
        return (a + b) & MASK;
    }

    @Ptx("sub.{u16,s16}")
    public static int sub(int a, int b) {
        return (a - b) & MASK;
    }

    @Ptx("mul.lo.{u16,s16}")
    public static int mulLow(int a, int b) {
        return (a * b) & MASK;
    }

    @Ptx("mul.hi.s16")
    public static int mulHighSigned(int a, int b) {
        return mulWideSigned(a, b) >>> 16;
    }

    @Ptx("mul.hi.u16")
    public static int mulHighUnsigned(int a, int b) {
        return (a * b) >>> 16;
    }

    @Ptx("mul.wide.s16")
    public static int mulWideSigned(int a, int b) {
        return (short) a * (short) b;
    }

    @Ptx("mul.wide.u16")
    public static int mulWideUnsigned(int a, int b) {
        return a * b;
    }

    @Ptx("mad.lo.{u16,s16}")
    public static int madLow(int a, int b, int c) {
        return (a * b + c) & MASK;
    }

    @Ptx("mad.hi.s16")
    public static int madHighSigned(int a, int b, int c) {
        return (mulHighSigned(a, b) + c) & MASK;
    }

    @Ptx("mad.hi.u16")
    public static int madHighUnsigned(int a, int b, int c) {
        return (mulHighUnsigned(a, b) + c) & MASK;
    }

    @Ptx("mad.wide.s16")
    public static int madWideSigned(int a, int b, int c) {
        return mulWideSigned(a, b) + c;
    }

    @Ptx("mad.wide.u16")
    public static int madWideUnsigned(int a, int b, int c) {
        return a * b + c;
    }

    @Ptx("div.s16")
    public static int divSigned(int a, int b) {
        return b == 0 ? DIVIDED_BY_ZERO : ((short) a / (short) b) & MASK;
    }

    @Ptx("div.u16")
    public static int divUnsigned(int a, int b) {
        return b == 0 ? DIVIDED_BY_ZERO : a / b;
    }

    @Ptx("rem.s16")
    public static int remSigned(int a, int b) {
        return b == 0 ? DIVIDED_BY_ZERO : ((short) a % (short) b) & MASK;
    }

    @Ptx("rem.u16")
    public static int remUnsigned(int a, int b) {
        return b == 0 ? DIVIDED_BY_ZERO : a % b;
    }

    @Ptx("abs.s16")
    public static int abs(int a) {
        return Math.abs((short) a);
    }

    @Ptx("neg.s16")
    public static int neg(int a) {
        return -a & MASK;
    }

    @Ptx("min.s16")
    public static int minSigned(int a, int b) {
        return (short) a < (short) b ? a : b;
    }

    @Ptx("max.s16")
    public static int maxSigned(int a, int b) {
        return (short) a > (short) b ? a : b;
    }

    @Ptx("min.u16")
    public static int minUnsigned(int a, int b) {
        return Math.min(a, b);
    }

    @Ptx("max.u16")
    public static int maxUnsigned(int a, int b) {
        return Math.max(a, b);
    }

    /** Returns {@code c} plus the distance of {@code a} and {@code b}. */
    @Ptx("sad.s16")
    public static int sadSigned(int a, int b, int c) {
        return (c + Math.abs((short) a - (short) b)) & MASK;
    }

    /** Returns {@code c} plus the distance of {@code a} and {@code b}. */
    @Ptx("sad.u16")
    public static int sadUnsigned(int a, int b, int c) {
        return (c + Math.abs(a - b)) & MASK;
    }
}

package dev.diptych.sim.ptx.arith;

/**
 * Whole-number arithmetic on 64 bits (PTX ISA 9.0, section "Integer Arithmetic Instructions"). Results wrap. Division by zero gives all
 * ones, as in {@link Integers32}.
 */
public final class Integers64 {
    private static final long DIVIDED_BY_ZERO = -1;

    private Integers64() {}

    @Ptx("add.{u64,s64}")
    public static long add(long a, long b) {
        return a + b;
    }

    @Ptx("sub.{u64,s64}")
    public static long sub(long a, long b) {
        return a - b;
    }

    @Ptx("mul.lo.{u64,s64}")
    public static long mulLow(long a, long b) {
        return a * b;
    }

    @Ptx("mul.hi.s64")
    public static long mulHighSigned(long a, long b) {
        return Math.multiplyHigh(a, b);
    }

    /** Returns the upper half of the product. A negative operand is 2^64 too small, which takes the other operand off the upper half. */
    @Ptx("mul.hi.u64")
    public static long mulHighUnsigned(long a, long b) {
        return Math.multiplyHigh(a, b) + ((a >> 63) & b) + ((b >> 63) & a);
    }

    @Ptx("mad.lo.{u64,s64}")
    public static long madLow(long a, long b, long c) {
        return a * b + c;
    }

    @Ptx("mad.hi.s64")
    public static long madHighSigned(long a, long b, long c) {
        return mulHighSigned(a, b) + c;
    }

    @Ptx("mad.hi.u64")
    public static long madHighUnsigned(long a, long b, long c) {
        return mulHighUnsigned(a, b) + c;
    }

    @Ptx("div.s64")
    public static long divSigned(long a, long b) {
        return b == 0 ? DIVIDED_BY_ZERO : a / b;
    }

    @Ptx("div.u64")
    public static long divUnsigned(long a, long b) {
        return b == 0 ? DIVIDED_BY_ZERO : Long.divideUnsigned(a, b);
    }

    @Ptx("rem.s64")
    public static long remSigned(long a, long b) {
        return b == 0 ? DIVIDED_BY_ZERO : a % b;
    }

    @Ptx("rem.u64")
    public static long remUnsigned(long a, long b) {
        return b == 0 ? DIVIDED_BY_ZERO : Long.remainderUnsigned(a, b);
    }

    @Ptx("abs.s64")
    public static long abs(long a) {
        return Math.abs(a);
    }

    @Ptx("neg.s64")
    public static long neg(long a) {
        return -a;
    }

    @Ptx("min.s64")
    public static long minSigned(long a, long b) {
        return Math.min(a, b);
    }

    @Ptx("max.s64")
    public static long maxSigned(long a, long b) {
        return Math.max(a, b);
    }

    @Ptx("min.u64")
    public static long minUnsigned(long a, long b) {
        return a + Long.MIN_VALUE < b + Long.MIN_VALUE ? a : b;
    }

    @Ptx("max.u64")
    public static long maxUnsigned(long a, long b) {
        return a + Long.MIN_VALUE > b + Long.MIN_VALUE ? a : b;
    }

    /** Returns {@code c} plus the distance of {@code a} and {@code b}. */
    @Ptx("sad.s64")
    public static long sadSigned(long a, long b, long c) {
        return c + (a < b ? b - a : a - b);
    }

    /** Returns {@code c} plus the distance of {@code a} and {@code b}. */
    @Ptx("sad.u64")
    public static long sadUnsigned(long a, long b, long c) {
        return c + maxUnsigned(a, b) - minUnsigned(a, b);
    }
}

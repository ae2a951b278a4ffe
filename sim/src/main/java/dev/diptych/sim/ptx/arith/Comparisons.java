package dev.diptych.sim.ptx.arith;

/** Comparisons of whole numbers and bits (PTX ISA 9.0, section "Comparison and Selection Instructions"). */
public final class Comparisons {
    private Comparisons() {}

    @Ptx("setp.eq.{b16,u16,s16,b32,u32,s32}")
    public static boolean equal(int a, int b) {
        return a == b;
    }

    @Ptx("setp.ne.{b16,u16,s16,b32,u32,s32}")
    public static boolean unequal(int a, int b) {
        return a != b;
    }

    @Ptx("setp.eq.{b64,u64,s64}")
    public static boolean equal(long a, long b) {
        return a == b;
    }

    @Ptx("setp.ne.{b64,u64,s64}")
    public static boolean unequal(long a, long b) {
        return a != b;
    }

    @Ptx("setp.lt.s32")
    public static boolean less(int a, int b) {
        return a < b;
    }

    @Ptx("setp.le.s32")
    public static boolean lessOrEqual(int a, int b) {
        return a <= b;
    }

    @Ptx("setp.gt.s32")
    public static boolean greater(int a, int b) {
        return a > b;
    }

    @Ptx("setp.ge.s32")
    public static boolean greaterOrEqual(int a, int b) {
        return a >= b;
    }

    @Ptx("setp.lt.s64")
    public static boolean less(long a, long b) {
        return a < b;
    }

    @Ptx("setp.le.s64")
    public static boolean lessOrEqual(long a, long b) {
        return a <= b;
    }

    @Ptx("setp.gt.s64")
    public static boolean greater(long a, long b) {
        return a > b;
    }

    @Ptx("setp.ge.s64")
    public static boolean greaterOrEqual(long a, long b) {
        return a >= b;
    }

    @Ptx("setp.lt.s16")
    public static boolean less16(int a, int b) {
        return (short) a < (short) b;
    }

    @Ptx("setp.le.s16")
    public static boolean lessOrEqual16(int a, int b) {
        return (short) a <= (short) b;
    }

    @Ptx("setp.gt.s16")
    public static boolean greater16(int a, int b) {
        return (short) a > (short) b;
    }

    @Ptx("setp.ge.s16")
    public static boolean greaterOrEqual16(int a, int b) {
        return (short) a >= (short) b;
    }

    @Ptx("setp.{lt,lo}.{u16,u32}")
    public static boolean lower(int a, int b) {
        return a + Integer.MIN_VALUE < b + Integer.MIN_VALUE;
    }

    @Ptx("setp.{le,ls}.{u16,u32}")
    public static boolean lowerOrSame(int a, int b) {
        return a + Integer.MIN_VALUE <= b + Integer.MIN_VALUE;
    }

    @Ptx("setp.{gt,hi}.{u16,u32}")
    public static boolean higher(int a, int b) {
        return a + Integer.MIN_VALUE > b + Integer.MIN_VALUE;
    }

    @Ptx("setp.{ge,hs}.{u16,u32}")
    public static boolean higherOrSame(int a, int b) {
        return a + Integer.MIN_VALUE >= b + Integer.MIN_VALUE;
    }

    @Ptx("setp.{lt,lo}.u64")
    public static boolean lower(long a, long b) {
        return a + Long.MIN_VALUE < b + Long.MIN_VALUE;
    }

    @Ptx("setp.{le,ls}.u64")
    public static boolean lowerOrSame(long a, long b) {
        return a + Long.MIN_VALUE <= b + Long.MIN_VALUE;
    }

    @Ptx("setp.{gt,hi}.u64")
    public static boolean higher(long a, long b) {
        return a + Long.MIN_VALUE > b + Long.MIN_VALUE;
    }

    @Ptx("setp.{ge,hs}.u64")
    public static boolean higherOrSame(long a, long b) {
        return a + Long.MIN_VALUE >= b + Long.MIN_VALUE;
    }
}

package dev.diptych.sim.ptx.arith;

/**
 * Shifts (PTX ISA 9.0, section "Logic and Shift Instructions"). Counts are unsigned; {@code shl} and {@code shr} treat a count beyond the
 * width as the width, where Java would take it modulo the width.
 */
public final class Shifts {
    private Shifts() {}

    @Ptx("shl.b16")
    public static int left16(int a, int count) {
        return left(a, count) & 0xffff;
    }

    @Ptx("shl.b32")
    public static int left(int a, int count) {
        return isBelow(count, 32) ? a << count : 0;
    }

    @Ptx("shl.b64")
    public static long left(long a, int count) {
        return isBelow(count, 64) ? a << count : 0;
    }

    @Ptx("shr.{b16,u16,b32,u32}")
    public static int rightUnsigned(int a, int count) {
        return isBelow(count, 32) ? a >>> count : 0;
    }

    @Ptx("shr.{b64,u64}")
    public static long rightUnsigned(long a, int count) {
        return isBelow(count, 64) ? a >>> count : 0;
    }

    @Ptx("shr.s16")
    public static int rightSigned16(int a, int count) {
        return rightSigned((short) a, count) & 0xffff;
    }

    @Ptx("shr.s32")
    public static int rightSigned(int a, int count) {
        return a >> (isBelow(count, 32) ? count : 31);
    }

    @Ptx("shr.s64")
    public static long rightSigned(long a, int count) {
        return a >> (isBelow(count, 64) ? count : 63);
    }

    private static boolean isBelow(int count, int width) {
        return count + Integer.MIN_VALUE < width + Integer.MIN_VALUE;
    }

    /** Returns the upper half of {@code high:low} shifted left, at most by 32. */
    @Ptx("shf.l.clamp.b32")
    public static int funnelLeftClamped(int low, int high, int count) {
        return isBelow(count, 32) ? funnelLeftWrapped(low, high, count) : low;
    }

    /** Returns the upper half of {@code high:low} shifted left by the count modulo 32. */
    @Ptx("shf.l.wrap.b32")
    public static int funnelLeftWrapped(int low, int high, int count) {
        return (int) ((joined(low, high) << (count & 31)) >>> 32);
    }

    /** Returns the lower half of {@code high:low} shifted right, at most by 32. */
    @Ptx("shf.r.clamp.b32")
    public static int funnelRightClamped(int low, int high, int count) {
        return isBelow(count, 32) ? funnelRightWrapped(low, high, count) : high;
    }

    /** Returns the lower half of {@code high:low} shifted right by the count modulo 32. */
    @Ptx("shf.r.wrap.b32")
    public static int funnelRightWrapped(int low, int high, int count) {
        return (int) (joined(low, high) >>> (count & 31));
    }

    private static long joined(int low, int high) {
        return ((long) high << 32) | (low & 0xffffffffL);
    }
}

package dev.diptych.sim.ptx.arith;

/**
 * The parts of {@link Conversion} that deal with whole numbers: from the bits of a type, of which there may be more than it has, to a {@code long},
 * and from there to another type, by its low bits or held in its range, or to a double.
 */
public final class WholeSteps {
    /** How many bits of a 64-bit number a double has no room for. */
    private static final int SPARE_BITS = 11;

    private WholeSteps() {}

    public static long fromU8(int a) {
        return a & 0xff;
    }

    public static long fromS8(int a) {
        return (byte) a;
    }

    public static long fromU16(int a) {
        return a & 0xffff;
    }

    public static long fromS16(int a) {
        return (short) a;
    }

    public static long fromU32(int a) {
        return a & 0xffffffffL;
    }

    public static long fromS32(int a) {
        return a;
    }

    public static int low8(long a) {
        return (int) a & 0xff;
    }

    public static int low16(long a) {
        return (int) a & 0xffff;
    }

    public static int low32(long a) {
        return (int) a;
    }

    /** Returns an unsigned number as the nearest that is not negative as a signed one. */
    public static long cap(long a) {
        return a < 0 ? Long.MAX_VALUE : a;
    }

    public static int clampU8(long a) {
        return (int) Math.max(0, Math.min(0xff, a));
    }

    public static int clampS8(long a) {
        return (int) Math.max(Byte.MIN_VALUE, Math.min(Byte.MAX_VALUE, a)) & 0xff;
    }

    public static int clampU16(long a) {
        return (int) Math.max(0, Math.min(0xffff, a));
    }

    public static int clampS16(long a) {
        return (int) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, a)) & 0xffff;
    }

    public static int clampU32(long a) {
        return (int) Math.max(0, Math.min(0xffffffffL, a));
    }

    public static int clampS32(long a) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, a));
    }

    public static long clampU64(long a) {
        return Math.max(0, a);
    }

    /** Returns a number rounded to odd if it has more than 53 bits, else as it is. */
    public static double toOdd(long a) {
        long top = a >> 53;
        return top == 0 || top == -1 ? a : (double) ((a >> SPARE_BITS) | sticky(a)) * (1 << SPARE_BITS);
    }

    /** Returns an unsigned number rounded to odd if it has more than 53 bits, else as it is. */
    public static double unsignedToOdd(long a) {
        return a >>> 53 == 0 ? a : (double) ((a >>> SPARE_BITS) | sticky(a)) * (1 << SPARE_BITS);
    }

    private static long sticky(long a) {
        return (a & ((1 << SPARE_BITS) - 1)) == 0 ? 0 : 1;
    }

    public static double doubleRnS64(long a) {
        return a;
    }

    public static double doubleRmS64(long a) {
        double nearest = a;
        // 2^63 comes back as the greatest long, which may be the number itself, but is always too great.
        return nearest == 0x1p63 || (long) nearest > a ? Math.nextDown(nearest) : nearest;
    }

    public static double doubleRpS64(long a) {
        double nearest = a;
        return (long) nearest < a ? Math.nextUp(nearest) : nearest;
    }

    public static double doubleRzS64(long a) {
        return a < 0 ? doubleRpS64(a) : doubleRmS64(a);
    }

    public static double doubleRnU64(long a) {
        return a < 0 ? 2 * doubleRnS64(halved(a)) : doubleRnS64(a);
    }

    public static double doubleRzU64(long a) {
        return a < 0 ? 2 * doubleRzS64(halved(a)) : doubleRzS64(a);
    }

    public static double doubleRmU64(long a) {
        return a < 0 ? 2 * doubleRmS64(halved(a)) : doubleRmS64(a);
    }

    public static double doubleRpU64(long a) {
        return a < 0 ? 2 * doubleRpS64(halved(a)) : doubleRpS64(a);
    }

    /** Returns half of an unsigned number, rounded to odd, which any rounding to 53 bits takes for the exact one. */
    private static long halved(long a) {
        return (a >>> 1) | (a & 1);
    }
}

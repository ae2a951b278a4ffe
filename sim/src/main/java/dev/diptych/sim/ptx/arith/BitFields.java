package dev.diptych.sim.ptx.arith;

/** Bits counted, found, extracted, inserted and masked (PTX ISA 9.0, section "Integer Arithmetic Instructions"). */
public final class BitFields {
    private static final int NOT_FOUND = -1;

    private BitFields() {}

    @Ptx("popc.b32")
    public static int population(int a) {
        return Integer.bitCount(a);
    }

    @Ptx("popc.b64")
    public static int population(long a) {
        return Long.bitCount(a);
    }

    @Ptx("clz.b32")
    public static int leadingZeros(int a) {
        return Integer.numberOfLeadingZeros(a);
    }

    @Ptx("clz.b64")
    public static int leadingZeros(long a) {
        return Long.numberOfLeadingZeros(a);
    }

    @Ptx("brev.b32")
    public static int reversed(int a) {
        return Integer.reverse(a);
    }

    @Ptx("brev.b64")
    public static long reversed(long a) {
        return Long.reverse(a);
    }

    /** Returns the position of the top bit that is set, all ones when none is. */
    @Ptx("bfind.u32")
    public static int topBitUnsigned(int a) {
        return 31 - Integer.numberOfLeadingZeros(a);
    }

    /** Returns the position of the top bit that differs from the sign, all ones when none does. */
    @Ptx("bfind.s32")
    public static int topBitSigned(int a) {
        return topBitUnsigned(a ^ (a >> 31));
    }

    /** Returns the position of the top bit that is set, all ones when none is. */
    @Ptx("bfind.u64")
    public static int topBitUnsigned(long a) {
        return 63 - Long.numberOfLeadingZeros(a);
    }

    /** Returns the position of the top bit that differs from the sign, all ones when none does. */
    @Ptx("bfind.s64")
    public static int topBitSigned(long a) {
        return topBitUnsigned(a ^ (a >> 63));
    }

    /** Returns how far left the bit that {@code bfind} finds can be shifted, all ones when there is none. */
    @Ptx("bfind.shiftamt.u32")
    public static int topBitShiftUnsigned(int a) {
        return a == 0 ? NOT_FOUND : Integer.numberOfLeadingZeros(a);
    }

    /** Returns how far left the bit that {@code bfind} finds can be shifted, all ones when there is none. */
    @Ptx("bfind.shiftamt.s32")
    public static int topBitShiftSigned(int a) {
        return topBitShiftUnsigned(a ^ (a >> 31));
    }

    /** Returns how far left the bit that {@code bfind} finds can be shifted, all ones when there is none. */
    @Ptx("bfind.shiftamt.u64")
    public static int topBitShiftUnsigned(long a) {
        return a == 0 ? NOT_FOUND : Long.numberOfLeadingZeros(a);
    }

    /** Returns how far left the bit that {@code bfind} finds can be shifted, all ones when there is none. */
    @Ptx("bfind.shiftamt.s64")
    public static int topBitShiftSigned(long a) {
        return topBitShiftUnsigned(a ^ (a >> 63));
    }

    /**
     * Returns the position of the n-th bit that is set, counted from a base upward or downward, all ones when there is none.
     *
     * @param base where the count begins, 0 to 31
     * @param offset n, negative for downward; 1 and -1 mean the first at or beyond the base, 0 only the base itself
     */
    @Ptx("fns.b32")
    public static int nthSet(int mask, int base, int offset) {
        if (offset == Integer.MIN_VALUE) {
            // Nothing in the manual, but what an H200 returns, whatever the bits.
            return 0;
        }
        int step = offset < 0 ? -1 : 1;
        int missing = offset == 0 ? 1 : Math.abs(offset);
        int end = offset == 0 ? base + 1 : offset < 0 ? -1 : 32;
        for (int position = base; position != end && position >= 0 && position < 32; position += step) {
            missing -= (mask >>> position) & 1;
            if (missing == 0) {
                return position;
            }
        }
        return NOT_FOUND;
    }

    /** Returns the bits from a position on, of a length, zero-extended. Position and length count modulo 256. */
    @Ptx("bfe.u32")
    public static int extractUnsigned(int a, int position, int length) {
        int from = position & 0xff;
        int count = length & 0xff;
        if (from > 31) {
            return 0;
        }
        return (a >>> from) & lowOnes(count);
    }

    /**
     * Returns the bits from a position on, of a length, extended by their top bit, or the sign of {@code a} where they go beyond it.
     * Position and length count modulo 256; length 0 gives 0.
     */
    @Ptx("bfe.s32")
    public static int extractSigned(int a, int position, int length) {
        int from = Math.min(position & 0xff, 31);
        int count = length & 0xff;
        if (count == 0) {
            return 0;
        }
        int above = Math.max(32 - from - count, 0);
        return (a << above) >> (above + from);
    }

    /**
     * Returns what {@link #extractUnsigned(int, int, int)} does, of 64 bits. The manual has position and length count modulo 256 here too,
     * but an H200 takes all their bits.
     */
    @Ptx("bfe.u64")
    public static long extractUnsigned(long a, int position, int length) {
        int from = clampedTo64(position);
        return from > 63 ? 0 : (a >>> from) & lowOnesLong(clampedTo64(length));
    }

    /** Returns what {@link #extractSigned(int, int, int)} does, of 64 bits, with all bits of position and length. */
    @Ptx("bfe.s64")
    public static long extractSigned(long a, int position, int length) {
        int from = Math.min(clampedTo64(position), 63);
        int count = clampedTo64(length);
        if (count == 0) {
            return 0;
        }
        int above = Math.max(64 - from - count, 0);
        return (a << above) >> (above + from);
    }

    /** Returns {@code b} with the lowest bits of {@code a} laid over it, from a position on, of a length, both modulo 256. */
    @Ptx("bfi.b32")
    public static int insert(int a, int b, int position, int length) {
        int from = position & 0xff;
        if (from > 31) {
            return b;
        }
        int mask = lowOnes(length & 0xff) << from;
        return (b & ~mask) | ((a << from) & mask);
    }

    /** Returns what {@link #insert(int, int, int, int)} does, of 64 bits, with all bits of position and length. */
    @Ptx("bfi.b64")
    public static long insert(long a, long b, int position, int length) {
        int from = clampedTo64(position);
        if (from > 63) {
            return b;
        }
        long mask = lowOnesLong(clampedTo64(length)) << from;
        return (b & ~mask) | ((a << from) & mask);
    }

    private static int clampedTo64(int count) {
        return Integers32.minUnsigned(count, 64);
    }

    private static int lowOnes(int count) {
        return count > 31 ? -1 : (1 << count) - 1;
    }

    private static long lowOnesLong(int count) {
        return count > 63 ? -1 : (1L << count) - 1;
    }

    /** Returns the lowest {@code count} bits with zeros above, all of {@code a} from 32 bits on. */
    @Ptx("szext.clamp.u32")
    public static int zeroExtendClamped(int a, int count) {
        return a & lowOnes(clamped(count));
    }

    /** Returns the lowest {@code count} bits, modulo 32, with zeros above. */
    @Ptx("szext.wrap.u32")
    public static int zeroExtendWrapped(int a, int count) {
        return a & lowOnes(count & 31);
    }

    /** Returns the lowest {@code count} bits with the top one of them above, all of {@code a} from 32 bits on. */
    @Ptx("szext.clamp.s32")
    public static int signExtendClamped(int a, int count) {
        return extractSigned(a, 0, clamped(count));
    }

    /** Returns the lowest {@code count} bits, modulo 32, with the top one of them above. */
    @Ptx("szext.wrap.s32")
    public static int signExtendWrapped(int a, int count) {
        return extractSigned(a, 0, count & 31);
    }

    /** Returns ones from a position on, of a width, cut off at bit 31. */
    @Ptx("bmsk.clamp.b32")
    public static int maskClamped(int position, int width) {
        int from = clamped(position);
        return from > 31 ? 0 : lowOnes(clamped(width)) << from;
    }

    /** Returns ones from a position on, of a width, both modulo 32, cut off at bit 31. */
    @Ptx("bmsk.wrap.b32")
    public static int maskWrapped(int position, int width) {
        return lowOnes(width & 31) << (position & 31);
    }

    private static int clamped(int count) {
        return Integers32.minUnsigned(count, 32);
    }
}

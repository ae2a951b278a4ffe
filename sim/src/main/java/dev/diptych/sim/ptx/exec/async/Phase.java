package dev.diptych.sim.ptx.exec.async;

/**
 * The 64 bits of an {@code mbarrier} (PTX ISA 9.0, "mbarrier": "Contents of the mbarrier object"), whose layout PTX leaves open: how many
 * arrivals a phase expects, how many of them are still to come, how many bytes of copies are, and whether the phase is an odd one. The state
 * that an arrival returns is the word before it.
 */
final class Phase {
    private static final int COUNT_BITS = 20;
    private static final int BYTES_BITS = 21;
    /** PTX ISA 9.0: counts are from 1, bytes from its negative, to 2^20 - 1. */
    static final int MOST = (1 << COUNT_BITS) - 1;

    private static final int PENDING_SHIFT = COUNT_BITS;
    private static final int BYTES_SHIFT = 2 * COUNT_BITS;

    private Phase() {}

    private static long word(boolean isOdd, int bytes, int pending, int expected) {
        return (isOdd ? Long.MIN_VALUE : 0)
                | (bytes & ((1L << BYTES_BITS) - 1)) << BYTES_SHIFT
                | (long) pending << PENDING_SHIFT
                | expected;
    }

    static boolean isOdd(long word) {
        return word < 0;
    }

    /** Returns how many arrivals a phase expects. */
    static int expected(long word) {
        return (int) word & MOST;
    }

    /** Returns how many arrivals are to come. */
    static int pending(long word) {
        return (int) (word >>> PENDING_SHIFT) & MOST;
    }

    /** Returns how many bytes are to come; less than zero if more came than were announced so far. */
    static int bytes(long word) {
        return (int) (word << (64 - BYTES_SHIFT - BYTES_BITS) >> (64 - BYTES_BITS));
    }

    /** Returns a new barrier. */
    static long first(int count) {
        return word(false, 0, count, count);
    }

    /** Returns what a barrier becomes when threads arrive, of which there are no more than pending. */
    static long arrived(long word, int count) {
        return settled(isOdd(word), bytes(word), pending(word) - count, expected(word));
    }

    /** Returns what it becomes when one thread fewer arrives in this phase's successors. */
    static long dropped(long word) {
        return word(isOdd(word), bytes(word), pending(word), expected(word) - 1);
    }

    /** Returns what it becomes when bytes are announced. */
    static long announced(long word, int bytes) {
        return word(isOdd(word), bytes(word) + bytes, pending(word), expected(word));
    }

    /** Returns what it becomes when bytes have been copied. */
    static long copied(long word, int bytes) {
        return settled(isOdd(word), bytes(word) - bytes, pending(word), expected(word));
    }

    /** A phase for which nothing is to come is followed by the next. */
    private static long settled(boolean isOdd, int bytes, int pending, int expected) {
        return pending == 0 && bytes == 0 ? word(!isOdd, 0, expected, expected) : word(isOdd, bytes, pending, expected);
    }
}

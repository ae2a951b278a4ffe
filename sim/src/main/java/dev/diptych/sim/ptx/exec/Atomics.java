package dev.diptych.sim.ptx.exec;

/** The new values of atomic operations that are no arithmetic instructions (PTX ISA 9.0, "atom"). */
public final class Atomics {
    private Atomics() {}

    /** Returns the replacement where the old value is as expected. */
    public static int cas(int old, int expected, int replacement) {
        return old == expected ? replacement : old;
    }

    public static long cas(long old, long expected, long replacement) {
        return old == expected ? replacement : old;
    }

    /** Counts up to a bound, then begins again at 0; unsigned. */
    public static int inc(int old, int bound) {
        return Integer.compareUnsigned(old, bound) >= 0 ? 0 : old + 1;
    }

    /** Counts down from a bound, and begins again there after 0 or above it; unsigned. */
    public static int dec(int old, int bound) {
        return old == 0 || Integer.compareUnsigned(old, bound) > 0 ? bound : old - 1;
    }
}

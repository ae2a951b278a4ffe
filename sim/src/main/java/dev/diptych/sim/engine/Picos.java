package dev.diptych.sim.engine;

/** Picoseconds, the simulator's unit of time: 63 bits hold 106 days. */
public final class Picos {
    private static final long PER_NANO = 1000;

    private Picos() {}

    /** Returns nanoseconds of a specification in picoseconds, rounded to the nearest. */
    public static long ofNanos(double nanos) {
        return Math.round(nanos * PER_NANO);
    }

    /** Returns a time in nanoseconds in picoseconds. */
    public static long ofNanos(long nanos) {
        return Math.multiplyExact(nanos, PER_NANO);
    }

    /** Returns picoseconds in whole nanoseconds, rounded down. */
    public static long toNanos(long picos) {
        return picos / PER_NANO;
    }

    /** Returns picoseconds in whole nanoseconds, rounded up. */
    public static long toNanosUp(long picos) {
        return (picos + PER_NANO - 1) / PER_NANO;
    }
}

package dev.diptych.sim.engine;

import dev.diptych.model.InputException;

/** Picoseconds, the simulator's unit of time: 63 bits hold 106 days. */
public final class Picos {
    private static final long PER_NANO = 1000;

    /** Half of what 63 bits hold, 53 days: what is planned before this ends before time overflows. */
    private static final long MOST_NANOS = (Long.MAX_VALUE / 2) / PER_NANO;

    private Picos() {}

    /** Returns nanoseconds of a specification in picoseconds, rounded to the nearest. */
    public static long ofNanos(double nanos) {
        return Math.round(nanos * PER_NANO);
    }

    /**
     * Returns a time in nanoseconds in picoseconds.
     *
     * @throws InputException when it lies beyond what a run may last
     */
    public static long ofNanos(long nanos) {
        if (nanos > MOST_NANOS) {
            throw new InputException("something is due at %d ns, but a simulated run ends by %d ns (53 days)"
                    .formatted(nanos, MOST_NANOS));
        }
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

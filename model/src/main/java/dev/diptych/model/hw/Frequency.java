package dev.diptych.model.hw;

/**
 * A clock rate. Totals are converted, never periods: 1980 MHz has no whole number of picoseconds per cycle, and rounding the period would
 * lose 100 us per second.
 */
public record Frequency(int megahertz) {
    public Frequency {
        if (megahertz <= 0) {
            throw new IllegalArgumentException("a clock runs at more than 0 MHz, but was " + megahertz);
        }
    }

    /** Returns how long {@code cycles} cycles take, in picoseconds, rounded down. */
    public long picos(long cycles) {
        return Math.multiplyExact(cycles, 1_000_000L) / megahertz;
    }

    /** Returns how many whole cycles fit into {@code picos} picoseconds. */
    public long cycles(long picos) {
        return Math.multiplyExact(picos, (long) megahertz) / 1_000_000L;
    }
}

package dev.diptych.real;

/**
 * When an operation ran, in run time.
 *
 * @param isMoved whether the device's time had to be moved
 * @param isShortened whether its duration had to be cut
 */
record Interval(long startNanos, long endNanos, boolean isMoved, boolean isShortened) {
    /**
     * Returns the interval of a device time and a duration inside what the host knows. The offset between the two clocks is known to some
     * microseconds only, while a duration comes from the device's clock alone; so the interval moves as a whole, and is shortened only when
     * it is longer than what the host saw pass.
     */
    static Interval within(long earliestNanos, long latestNanos, long deviceStartNanos, long durationNanos) {
        long kept = Math.min(durationNanos, latestNanos - earliestNanos);
        long start = Math.max(earliestNanos, Math.min(deviceStartNanos, latestNanos - kept));
        return new Interval(start, start + kept, start != deviceStartNanos, kept != durationNanos);
    }
}

package dev.diptych.real;

/**
 * The host's clock in two scales: nanoseconds since this object was made, on which device times are calibrated, and nanoseconds since the
 * run began, which controllers see. The latter stands still between calls of {@link #advance}.
 */
final class RunClock {
    private final long epoch = System.nanoTime();
    private long runStartNanos;
    private long nowNanos;

    /** Returns the time since this clock was made. It moves at every call. */
    long sinceEpochNanos() {
        return System.nanoTime() - epoch;
    }

    /** Lets the run begin: it is 0 now. */
    void begin() {
        runStartNanos = sinceEpochNanos();
        nowNanos = 0;
    }

    /** Moves the run's time to the present, and returns it. */
    long advance() {
        nowNanos = Math.max(nowNanos, sinceEpochNanos() - runStartNanos);
        return nowNanos;
    }

    long nowNanos() {
        return nowNanos;
    }

    long toEpochNanos(long runNanos) {
        return runNanos + runStartNanos;
    }

    long toRunNanos(long sinceEpochNanos) {
        return sinceEpochNanos - runStartNanos;
    }
}

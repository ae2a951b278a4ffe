package dev.diptych.real;

import jcuda.driver.CUevent;
import jcuda.driver.CUstream;
import org.jspecify.annotations.Nullable;

/**
 * One GPU's clock, read through events.
 *
 * <p>The driver tells the time between two events as a float of milliseconds, whose 24 bits resolve 8 ns at 100 ms and 0.5 us at 10 s. So
 * times are taken from an <em>anchor</em>, an event of a stream of its own whose device time is known, and a new anchor follows every
 * {@link #ANCHOR_INTERVAL_NANOS}. An operation keeps the anchor that was current when it was submitted: its start comes after it, and
 * its end is told from its start, so a duration has the error of the duration alone.
 *
 * <p>Each new anchor also brackets the offset to the host's clock; {@link ClockMap} says how.
 */
final class DeviceClock {
    private static final long ANCHOR_INTERVAL_NANOS = 50_000_000;
    private static final int CALIBRATIONS = 32;
    /** A calibration waits for an idle GPU: this long is a GPU that hangs. */
    private static final long CALIBRATION_LIMIT_NANOS = 10_000_000_000L;

    /** An event whose device time is known, until no operation needs it. */
    static final class Anchor {
        private final CUevent event;
        private final double deviceNanos;
        private int users;

        Anchor(CUevent event, double deviceNanos) {
            this.event = event;
            this.deviceNanos = deviceNanos;
        }
    }

    private final Cuda cuda;
    private final RunClock host;
    private final EventPool events;
    private final CUstream stream;
    private final ClockMap map = new ClockMap();
    private Anchor current;
    private long anchoredNanos;
    private @Nullable CUevent pending;
    private long pendingSinceNanos;

    /** Starts and calibrates; the GPU's context is current and the GPU idle. */
    DeviceClock(Cuda cuda, RunClock host, EventPool events, CUstream stream) {
        this.cuda = cuda;
        this.host = host;
        this.events = events;
        this.stream = stream;
        CUevent first = events.take();
        long before = host.sinceEpochNanos();
        cuda.record(first, stream);
        awaitDone(first);
        map.bracket(0, before, host.sinceEpochNanos());
        current = new Anchor(first, 0);
        calibrate();
        map.startDrift();
    }

    /** Returns the current anchor for an operation about to be submitted; to be given back with {@link #release}. */
    Anchor hold() {
        current.users++;
        return current;
    }

    void release(Anchor anchor) {
        anchor.users--;
        recycle(anchor);
    }

    /**
     * Returns when an operation started, on the clock of {@link RunClock#sinceEpochNanos}. That its end lies between its submission and now says
     * something of the offset too: beside a controller that takes long, anchors alone are seen late, and leave it vague.
     *
     * @param anchor from before the operation's start
     */
    long hostNanos(Anchor anchor, CUevent start, long durationNanos, long submittedNanos, long seenNanos) {
        double deviceNanos = anchor.deviceNanos + cuda.elapsedNanos(anchor.event, start);
        map.confine(deviceNanos + durationNanos, submittedNanos, seenNanos);
        return map.hostNanos(deviceNanos);
    }

    /** Returns the time from one event to a later one. */
    long durationNanos(CUevent from, CUevent to) {
        return Math.round(cuda.elapsedNanos(from, to));
    }

    /** Returns whether {@link #tick} has something to do. */
    boolean isDue() {
        return pending != null || host.sinceEpochNanos() - anchoredNanos >= ANCHOR_INTERVAL_NANOS;
    }

    /** Moves on to a new anchor when one is due or has arrived; to be called often. The GPU's context is current. */
    void tick() {
        long now = host.sinceEpochNanos();
        if (pending == null) {
            if (now - anchoredNanos >= ANCHOR_INTERVAL_NANOS) {
                pending = events.take();
                pendingSinceNanos = now;
                cuda.record(pending, stream);
            }
        } else if (cuda.isDone(pending)) {
            promote(pending, pendingSinceNanos, host.sinceEpochNanos());
            pending = null;
        }
    }

    /** Narrows the offset as far as it goes; the GPU is idle. */
    void calibrate() {
        if (pending != null) {
            awaitDone(pending);
            tick();
        }
        for (int i = 0; i < CALIBRATIONS; i++) {
            CUevent event = events.take();
            long before = host.sinceEpochNanos();
            cuda.record(event, stream);
            awaitDone(event);
            promote(event, before, host.sinceEpochNanos());
        }
    }

    ClockMap map() {
        return map;
    }

    private void awaitDone(CUevent event) {
        long since = host.sinceEpochNanos();
        while (!cuda.isDone(event)) {
            if (host.sinceEpochNanos() - since > CALIBRATION_LIMIT_NANOS) {
                throw new IllegalStateException("an event on an idle GPU was not done after %d ns: the GPU hangs"
                        .formatted(CALIBRATION_LIMIT_NANOS));
            }
            Thread.onSpinWait();
        }
    }

    private void promote(CUevent event, long beforeNanos, long afterNanos) {
        double deviceNanos = current.deviceNanos + cuda.elapsedNanos(current.event, event);
        map.bracket(deviceNanos, beforeNanos, afterNanos);
        Anchor old = current;
        current = new Anchor(event, deviceNanos);
        anchoredNanos = afterNanos;
        recycle(old);
    }

    private void recycle(Anchor anchor) {
        if (anchor.users == 0 && anchor != current) {
            events.giveBack(anchor.event);
        }
    }
}

package dev.diptych.real;

/**
 * The offset between a device's clock and the host's, known to lie in a window.
 *
 * <p>Each time the host brackets an event, by a reading before it was submitted and one after it was seen to be done, the offset is
 * confined to the bracket; the window is the intersection of all brackets (Cristian, "Probabilistic clock synchronization", Distributed
 * Computing 3, 1989, for bounding an offset by the delays of a message). Between brackets the window widens by {@link #DRIFT}, what two
 * quartz clocks may move apart. A bracket beyond the window says that they moved faster; then only the new bracket counts.
 */
final class ClockMap {
    /** Nanoseconds per nanosecond by which the two clocks may diverge. */
    static final double DRIFT = 20e-6;

    private double lowNanos;
    private double highNanos;
    private double atDeviceNanos;
    private double firstOffsetNanos;
    private double firstAtDeviceNanos;
    private int brackets;
    private int restarts;

    /** Takes in that an event at {@code deviceNanos} happened between two times of the host. */
    void bracket(double deviceNanos, long hostBeforeNanos, long hostAfterNanos) {
        if (hostAfterNanos < hostBeforeNanos) {
            throw new IllegalStateException("an event was done at %d ns, before it was submitted at %d ns"
                    .formatted(hostAfterNanos, hostBeforeNanos));
        }
        double low = hostBeforeNanos - deviceNanos;
        double high = hostAfterNanos - deviceNanos;
        if (brackets > 0) {
            double widened = DRIFT * Math.abs(deviceNanos - atDeviceNanos);
            double narrowedLow = Math.max(low, lowNanos - widened);
            double narrowedHigh = Math.min(high, highNanos + widened);
            if (narrowedLow <= narrowedHigh) {
                low = narrowedLow;
                high = narrowedHigh;
            } else {
                restarts++;
            }
        }
        lowNanos = low;
        highNanos = high;
        atDeviceNanos = deviceNanos;
        brackets++;
    }

    /**
     * Takes in that an event at {@code deviceNanos} happened between two times of the host, which may lie far apart: it narrows the window or leaves it.
     * One that contradicts the window by the little that readings are rounded by moves the window to its edge.
     */
    void confine(double deviceNanos, long hostBeforeNanos, long hostAfterNanos) {
        double low = hostBeforeNanos - deviceNanos;
        double high = hostAfterNanos - deviceNanos;
        lowNanos = Math.min(Math.max(lowNanos, low), high);
        highNanos = Math.max(Math.min(highNanos, high), low);
    }

    /** Remembers the offset known now as the first, for {@link #driftPartsPerMillion}. */
    void startDrift() {
        firstOffsetNanos = offsetNanos();
        firstAtDeviceNanos = atDeviceNanos;
    }

    /** Returns a device's time on the host's clock. */
    long hostNanos(double deviceNanos) {
        return Math.round(deviceNanos + offsetNanos());
    }

    /** Returns the width of the window: a mapped time is off by at most half of it. */
    double windowNanos() {
        return highNanos - lowNanos;
    }

    /** Returns how fast the device's clock fell behind since {@link #startDrift}, in parts per million. */
    double driftPartsPerMillion() {
        double passedNanos = atDeviceNanos - firstAtDeviceNanos;
        return passedNanos <= 0 ? 0 : (offsetNanos() - firstOffsetNanos) / passedNanos * 1e6;
    }

    /** Returns how often the clocks had moved apart faster than {@link #DRIFT}. */
    int restarts() {
        return restarts;
    }

    private double offsetNanos() {
        return (lowNanos + highNanos) / 2;
    }
}

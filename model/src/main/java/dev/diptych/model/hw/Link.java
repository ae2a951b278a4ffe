package dev.diptych.model.hw;

/**
 * A way from one place to another, in one direction: the one in which the bytes go. A kernel on {@code gpu0} that loads from {@code gpu1}
 * uses the link from {@code gpu1} to {@code gpu0}.
 *
 * @param kernelGigabytesPerSecond what loads and stores of kernels reach together
 * @param copyGigabytesPerSecond what a copy engine reaches
 * @param latencyNanos of a load through it, on an idle link
 * @param copyLatencyNanos what a copy takes besides its bytes
 * @param smGigabytesPerSecond what the loads of one SM reach
 * @param reachBytes of memory for which the readers at its end hold translated addresses, that of other places which they touch meanwhile included
 * @param translationNanos what a load that needs another translation keeps the link
 */
public record Link(
        Place from,
        Place to,
        double kernelGigabytesPerSecond,
        double copyGigabytesPerSecond,
        double latencyNanos,
        double copyLatencyNanos,
        double smGigabytesPerSecond,
        long reachBytes,
        double translationNanos) {
    public Link {
        if (from.equals(to)) {
            throw new IllegalArgumentException(
                    "a link joins two places, but this one leads from %s to %s".formatted(from, to));
        }
        checkFigures(
                kernelGigabytesPerSecond,
                copyGigabytesPerSecond,
                latencyNanos,
                copyLatencyNanos,
                smGigabytesPerSecond,
                reachBytes,
                translationNanos);
    }

    static void checkFigures(
            double kernelGigabytesPerSecond,
            double copyGigabytesPerSecond,
            double latencyNanos,
            double copyLatencyNanos,
            double smGigabytesPerSecond,
            long reachBytes,
            double translationNanos) {
        Bounds.positive("kernelGigabytesPerSecond", kernelGigabytesPerSecond);
        Bounds.positive("copyGigabytesPerSecond", copyGigabytesPerSecond);
        Bounds.notNegative("latencyNanos", latencyNanos);
        Bounds.notNegative("copyLatencyNanos", copyLatencyNanos);
        Bounds.positive("smGigabytesPerSecond", smGigabytesPerSecond);
        Bounds.atLeast("reachBytes", reachBytes, 0);
        Bounds.notNegative("translationNanos", translationNanos);
    }
}

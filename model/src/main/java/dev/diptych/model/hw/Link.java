package dev.diptych.model.hw;

/**
 * A way from one place to another, in one direction.
 *
 * @param kernelGigabytesPerSecond what loads and stores of kernels reach together
 * @param copyGigabytesPerSecond what a copy engine reaches
 * @param latencyNanos of a load through it, on an idle link
 * @param copyLatencyNanos what a copy takes besides its bytes
 * @param smGigabytesPerSecond what the loads of one SM reach
 */
public record Link(
        Place from,
        Place to,
        double kernelGigabytesPerSecond,
        double copyGigabytesPerSecond,
        double latencyNanos,
        double copyLatencyNanos,
        double smGigabytesPerSecond) {}

package dev.diptych.clients;

import java.util.Arrays;

/** What became of requests, and how long the answers to those took that were served. */
public final class Latencies {
    private final long[] nanos;
    private int served;
    private int answers;
    private int unlike;
    private long cpuNanos;
    private boolean isSorted;

    Latencies(int most) {
        this.nanos = new long[most];
    }

    void add(Outcome outcome, long tookNanos, boolean isChecksum) {
        answers++;
        if (outcome == Outcome.SERVED) {
            nanos[served++] = tookNanos;
            unlike += isChecksum ? 0 : 1;
            isSorted = false;
        }
    }

    void tookCpu(long nanosInAll) {
        cpuNanos = nanosInAll;
    }

    /** Returns how many requests were served. */
    public int served() {
        return served;
    }

    /** Returns how many requests were rejected, or had no room for their output. */
    public int refused() {
        return answers - served;
    }

    /** Returns how many outputs are not the checksum of their input, which is what a model answers that reads nothing back. */
    public int unlike() {
        return unlike;
    }

    /** Returns the mean latency in nanoseconds; NaN if none was served. */
    public double meanNanos() {
        return Arrays.stream(nanos, 0, served).average().orElse(Double.NaN);
    }

    /** Returns the latency at position floor(n p) of n sorted ones, in nanoseconds; NaN if none was served. */
    public double quantileNanos(double part) {
        if (!isSorted) {
            Arrays.sort(nanos, 0, served);
            isSorted = true;
        }
        return served == 0 ? Double.NaN : nanos[Math.min((int) (served * part), served - 1)];
    }

    /** Returns the processor time that waiting for an answer took on average, in nanoseconds. */
    public double waitingNanos() {
        return (double) cpuNanos / answers;
    }
}

package dev.diptych.model.hw;

/**
 * A GPU's memory. Bandwidth depends on the mix of reads and writes, latency on the load; both formulas are in {@code docs/model.md}.
 *
 * @param peakGigabytesPerSecond bus width times data rate
 * @param readEfficiency the share of the peak that pure reading reaches
 * @param writeEfficiency the share of the peak that pure writing reaches
 * @param turnaround loss of a mixed stream, at most {@code turnaround} at one write per read
 * @param idleLatencyNanos a load's latency on an idle memory
 * @param queueing growth of latency with load
 * @param spreadNanos how much longer than one warp the last of {@code 2^n} warps waits for its loads, divided by {@code n}
 * @param rowReadBytes what could be read in the time that opening a row for a read costs
 * @param rowWriteBytes what could be written in the time that opening a row for a write costs
 * @param storeNanos what a store adds to the life of the thread that issues it
 */
public record MemorySpec(
        long bytes,
        double peakGigabytesPerSecond,
        double readEfficiency,
        double writeEfficiency,
        double turnaround,
        double idleLatencyNanos,
        double queueing,
        double spreadNanos,
        double rowReadBytes,
        double rowWriteBytes,
        double storeNanos) {
    public MemorySpec {
        Bounds.atLeast("bytes", bytes, 1);
        Bounds.positive("peakGigabytesPerSecond", peakGigabytesPerSecond);
        Bounds.efficiency("readEfficiency", readEfficiency);
        Bounds.efficiency("writeEfficiency", writeEfficiency);
        if (!(turnaround >= 0 && turnaround < 1)) {
            throw new IllegalArgumentException("turnaround is at least 0 and less than 1, but is " + turnaround);
        }
        Bounds.notNegative("idleLatencyNanos", idleLatencyNanos);
        Bounds.notNegative("queueing", queueing);
        Bounds.notNegative("spreadNanos", spreadNanos);
        Bounds.notNegative("rowReadBytes", rowReadBytes);
        Bounds.notNegative("rowWriteBytes", rowWriteBytes);
        Bounds.notNegative("storeNanos", storeNanos);
    }
}

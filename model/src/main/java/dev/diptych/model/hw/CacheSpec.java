package dev.diptych.model.hw;

/**
 * A cache.
 *
 * @param bytes its nominal size
 * @param lineBytes what a tag covers; a multiple of {@code sectorBytes}
 * @param sectorBytes what one access moves
 * @param fillBytes what a miss brings in: a sector or several
 * @param ways lines that share a set
 * @param partitions parts of it, each of which keeps copies for its multiprocessors of what lies in the others; 1 for a cache in one piece
 * @param effectiveBytes the size at which it behaves, where each line is used by one multiprocessor; below {@code bytes} where partitions hold lines twice
 * @param hitCycles latency of a hit, in SM clocks
 * @param bytesPerCyclePerSm what one SM can draw from it, in SM clocks
 */
public record CacheSpec(
        long bytes,
        long effectiveBytes,
        int lineBytes,
        int sectorBytes,
        int fillBytes,
        int ways,
        int partitions,
        int hitCycles,
        double bytesPerCyclePerSm) {
    public CacheSpec {
        Bounds.atLeast("bytes", bytes, 1);
        Bounds.atLeast("effectiveBytes", effectiveBytes, 1);
        Bounds.atMost("effectiveBytes", effectiveBytes, "bytes", bytes);
        Bounds.atLeast("sectorBytes", sectorBytes, 1);
        Bounds.atLeast("lineBytes", lineBytes, sectorBytes);
        if (lineBytes % sectorBytes != 0) {
            throw new IllegalArgumentException(
                    "lineBytes is a multiple of sectorBytes = %d, but is %d".formatted(sectorBytes, lineBytes));
        }
        if (fillBytes < sectorBytes || fillBytes % sectorBytes != 0 || lineBytes % fillBytes != 0) {
            throw new IllegalArgumentException(
                    "fillBytes is a multiple of sectorBytes = %d that divides lineBytes = %d, but is %d"
                            .formatted(sectorBytes, lineBytes, fillBytes));
        }
        Bounds.atLeast("ways", ways, 1);
        Bounds.atLeast("partitions", partitions, 1);
        Bounds.atLeast("hitCycles", hitCycles, 0);
        Bounds.positive("bytesPerCyclePerSm", bytesPerCyclePerSm);
    }
}

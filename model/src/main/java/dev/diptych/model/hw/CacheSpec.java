package dev.diptych.model.hw;

/**
 * A cache.
 *
 * @param bytes its nominal size
 * @param effectiveBytes the size at which it behaves; below {@code bytes} where partitions hold lines twice
 * @param hitCycles latency of a hit, in SM clocks
 * @param bytesPerCyclePerSm what one SM can draw from it, in SM clocks
 */
public record CacheSpec(
        long bytes,
        long effectiveBytes,
        int lineBytes,
        int sectorBytes,
        int ways,
        int hitCycles,
        double bytesPerCyclePerSm) {}

package dev.diptych.model.hw;

/**
 * The slices of the second-level cache, together.
 *
 * @param readGigabytesPerSecond that they serve
 * @param writeGigabytesPerSecond that they take; each request takes the place of a sector besides its own
 * @param gigarequestsPerSecond lines that they look up
 * @param gigaatomicsPerSecond passes of atomics over sectors that they carry out
 * @param lineAtomicNanos between two of them in one slice
 */
public record SliceSpec(
        double readGigabytesPerSecond,
        double writeGigabytesPerSecond,
        double gigarequestsPerSecond,
        double gigaatomicsPerSecond,
        double lineAtomicNanos) {
    public SliceSpec {
        Bounds.positive("readGigabytesPerSecond", readGigabytesPerSecond);
        Bounds.positive("writeGigabytesPerSecond", writeGigabytesPerSecond);
        Bounds.positive("gigarequestsPerSecond", gigarequestsPerSecond);
        Bounds.positive("gigaatomicsPerSecond", gigaatomicsPerSecond);
        Bounds.notNegative("lineAtomicNanos", lineAtomicNanos);
    }
}

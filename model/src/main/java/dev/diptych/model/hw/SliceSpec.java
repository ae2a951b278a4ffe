package dev.diptych.model.hw;

/**
 * The slices of the second-level cache, together.
 *
 * @param gigabytesPerSecond that they serve
 * @param gigaatomicsPerSecond atomics of whole sectors that they carry out
 * @param lineAtomicNanos between two of them on one line
 */
public record SliceSpec(double gigabytesPerSecond, double gigaatomicsPerSecond, double lineAtomicNanos) {
    public SliceSpec {
        Bounds.positive("gigabytesPerSecond", gigabytesPerSecond);
        Bounds.positive("gigaatomicsPerSecond", gigaatomicsPerSecond);
        Bounds.notNegative("lineAtomicNanos", lineAtomicNanos);
    }
}

package dev.diptych.model.hw;

/**
 * The slices of the second-level cache, together.
 *
 * @param gigabytesPerSecond that they serve
 * @param gigaatomicsPerSecond atomics of whole sectors that they carry out
 * @param sameAddressNanos between two atomics of warps on one address
 */
public record SliceSpec(double gigabytesPerSecond, double gigaatomicsPerSecond, double sameAddressNanos) {
    public SliceSpec {
        Bounds.positive("gigabytesPerSecond", gigabytesPerSecond);
        Bounds.positive("gigaatomicsPerSecond", gigaatomicsPerSecond);
        Bounds.notNegative("sameAddressNanos", sameAddressNanos);
    }
}

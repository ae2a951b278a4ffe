package dev.diptych.real;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalInt;

/** Which parts of a ring of bytes are taken: contiguous regions, freed in the order in which they were taken. */
final class StagingRing {
    private static final int ALIGNMENT_BYTES = 256;

    private final int capacityBytes;
    /** What each region takes, with what was skipped before it at the ring's end. */
    private final Deque<Integer> regions = new ArrayDeque<>();

    private int headBytes;
    private int takenBytes;

    StagingRing(int capacityBytes) {
        this.capacityBytes = capacityBytes / ALIGNMENT_BYTES * ALIGNMENT_BYTES;
    }

    /** Returns the largest region that is sure to fit once everything before it is free. */
    int largestRegionBytes() {
        return capacityBytes / (2 * ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
    }

    /** Takes a region and returns its offset; empty when it does not fit until older ones are freed. */
    OptionalInt take(int bytes) {
        if (bytes < 1 || bytes > largestRegionBytes()) {
            throw new IllegalArgumentException(
                    "a region has 1 to %d bytes, but was to have %d".formatted(largestRegionBytes(), bytes));
        }
        int rounded = (bytes + ALIGNMENT_BYTES - 1) / ALIGNMENT_BYTES * ALIGNMENT_BYTES;
        int skipped = headBytes + rounded > capacityBytes ? capacityBytes - headBytes : 0;
        if (takenBytes + skipped + rounded > capacityBytes) {
            return OptionalInt.empty();
        }
        int offset = (headBytes + skipped) % capacityBytes;
        headBytes = (offset + rounded) % capacityBytes;
        takenBytes += skipped + rounded;
        regions.add(skipped + rounded);
        return OptionalInt.of(offset);
    }

    /** Frees the region that was taken first. */
    void freeOldest() {
        takenBytes -= regions.remove();
    }

    boolean isEmpty() {
        return regions.isEmpty();
    }
}

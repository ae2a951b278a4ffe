package dev.diptych.systems.embedding.refresh;

import dev.diptych.systems.embedding.hotness.DecayedCounts;

/**
 * How often each entry was read.
 *
 * @param counts by entry; owned by this
 * @param singletons how much of all reads was of entries that were seen once
 */
@SuppressWarnings("ArrayRecordComponent") // A table may have many millions of entries.
record EntryCounts(double[] counts, double singletons) {
    /** Returns what was counted of the entries that are known. */
    static EntryCounts of(DecayedCounts counted, Residency residency) {
        double[] counts = new double[residency.entries()];
        for (int entry = 0; entry < counts.length; entry++) {
            counts[entry] = counted.of(residency.key(entry));
        }
        return new EntryCounts(counts, counted.singletons());
    }
}

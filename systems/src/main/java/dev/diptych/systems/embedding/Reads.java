package dev.diptych.systems.embedding;

import dev.diptych.model.op.Bytes;
import dev.diptych.model.placement.Hotness;

/** Which entries of a table are read, and how often. */
interface Reads {
    /** Returns how many entries may be read; those of the table from here on never are. */
    long entries();

    /** Returns the keys of a batch. */
    Bytes keys(EmbeddingTable table, int count, long seed, long batch);

    /** Returns what is known of a number of reads: levels by rank, hottest first. */
    Hotness hotness(String name, double reads);
}

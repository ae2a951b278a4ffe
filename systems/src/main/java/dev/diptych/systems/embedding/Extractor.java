package dev.diptych.systems.embedding;

import dev.diptych.model.op.Op;
import dev.diptych.model.op.Slice;
import java.util.List;

/** How one GPU brings the rows of a batch of keys together, in the order of the keys. Rows of unknown keys are zeros. */
public interface Extractor {
    /** Returns what is to be done once, before the first batch. */
    List<Op> setUp();

    /**
     * Returns what extracts a batch, one after the other in one stream.
     *
     * @param keys 8 bytes each
     * @param out as many rows
     */
    List<Op> extract(Slice keys, Slice out);
}

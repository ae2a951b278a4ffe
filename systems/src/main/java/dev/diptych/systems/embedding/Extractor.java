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

    /**
     * Returns what tells where the rows of the batch came from that was extracted last, behind it in its stream: it brings a count for each source, 8
     * bytes each, and of unknown keys, into the log.
     *
     * @param keys of that batch
     */
    List<Op> tell(Slice keys);
}

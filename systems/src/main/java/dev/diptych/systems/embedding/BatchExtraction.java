package dev.diptych.systems.embedding;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Op;
import dev.diptych.model.op.Slice;
import java.util.List;
import java.util.function.Consumer;

/** How all GPUs together bring the rows of a batch each together, one batch after the other. */
public interface BatchExtraction {
    /** Returns what a GPU is to do once, before the first batch. */
    List<Op> setUp(Gpu gpu);

    /**
     * Begins a batch; the one before has ended.
     *
     * @param keys of each GPU, 8 bytes each
     * @param outs of each GPU, as many rows
     * @param ready is told of each GPU, as soon as what is then submitted to its first stream finds all its rows
     */
    void begin(long requestId, List<Slice> keys, List<Slice> outs, Consumer<Gpu> ready);

    /** Takes note of a value; returns whether it is one of this. */
    boolean onValue(long opId, Bytes value);

    /** Takes note of an operation's end; returns whether it was one of this. */
    boolean onOpDone(long opId);

    /** Returns whether all operations of the batch have ended. */
    boolean isDone();

    /** Returns what tells where the rows of a GPU's batch came from, the last one's, if that has not been told: a count for each source, and of unknown keys. */
    List<Op> tell(Gpu gpu, Slice keys);
}

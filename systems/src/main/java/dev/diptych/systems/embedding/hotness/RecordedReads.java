package dev.diptych.systems.embedding.hotness;

import dev.diptych.model.op.Bytes;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What is known of a stream of keys from what was recorded of it: presampled, with counts that do not decay, or online, with counts that do.
 *
 * <p>How long to remember depends on what changes how fast, which nobody knows beforehand: the longer, the less chance matters; the shorter, the
 * sooner a change shows. So the same reads are remembered for several half-lives, and what was read last is kept apart: which memory foretells it
 * best is to be seen from what no memory knew when it spoke. Of the same reads that a placement was made from, it is always the best: rows that
 * were read twice by chance, and will not be again, look worth fetching. UGache's refresh replaced 84 % of all cached rows in a mild drift.
 */
public final class RecordedReads {
    private final List<DecayedCounts> memories = new ArrayList<>();
    private DecayedCounts fresh = new DecayedCounts(Double.POSITIVE_INFINITY);

    /**
     * Nothing yet.
     *
     * @param halfLifeReads of each memory: after so many reads one counts for half; infinity for counts that do not decay
     */
    public RecordedReads(List<Double> halfLifeReads) {
        halfLifeReads.forEach(reads -> memories.add(new DecayedCounts(reads)));
    }

    /** Counts keys, 8 bytes each. */
    public void record(Bytes keys) {
        LongBuffer each = keys.buffer().asLongBuffer();
        while (each.hasRemaining()) {
            long key = each.get();
            memories.forEach(memory -> memory.read(key));
            fresh.read(key);
        }
    }

    /** Returns the counts of each memory; owned by this. */
    public List<DecayedCounts> memories() {
        return List.copyOf(memories);
    }

    /** Returns the counts of what was recorded since {@link #turn}, which all memories know too; owned by this. */
    public DecayedCounts fresh() {
        return fresh;
    }

    /** Begins anew with what is fresh, and forgets what hardly counts any more. */
    public void turn() {
        fresh = new DecayedCounts(Double.POSITIVE_INFINITY);
        memories.forEach(DecayedCounts::tidy);
    }
}

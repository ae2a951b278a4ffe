package dev.diptych.systems.embedding.hotness;

import dev.diptych.model.op.Bytes;
import java.nio.LongBuffer;
import java.util.List;

/**
 * What is known of a stream of keys from the batches that were recorded: presampled, with counts that do not decay, or online, with counts that do.
 *
 * <p>Batches also go in turn to two folds, which know nothing of each other. Where to place rows is decided upon all reads; whether another place
 * is better is judged by reads that it was not made from. Of the same reads that a placement was made from, it is always the best: rows that
 * were read twice by chance, and will not be again, look worth fetching. UGache's refresh replaced 84 % of all cached rows in a mild drift.
 */
public final class RecordedReads {
    /** Folds that are told apart. */
    public static final int FOLDS = 2;

    private final DecayedCounts all;
    private final List<DecayedCounts> folds;

    /**
     * Nothing yet.
     *
     * @param halfLifeReads after so many reads one counts for half; infinity for counts that do not decay
     */
    public RecordedReads(double halfLifeReads) {
        double ofFold = Math.max(1, halfLifeReads / FOLDS);
        this.all = new DecayedCounts(halfLifeReads);
        this.folds = List.of(new DecayedCounts(ofFold), new DecayedCounts(ofFold));
    }

    /**
     * Counts keys of a batch, 8 bytes each.
     *
     * @param batch its number, from 0 on; what was recorded of one batch is in one fold, whichever GPUs read it
     */
    public void record(long batch, Bytes keys) {
        DecayedCounts fold = folds.get((int) (batch % FOLDS));
        LongBuffer each = keys.buffer().asLongBuffer();
        while (each.hasRemaining()) {
            long key = each.get();
            all.read(key);
            fold.read(key);
        }
    }

    /** Forgets what hardly counts any more. */
    public void tidy() {
        all.tidy();
        folds.forEach(DecayedCounts::tidy);
    }

    /** Returns the counts of all that was recorded; owned by this. */
    public DecayedCounts all() {
        return all;
    }

    /** Returns the counts of one fold, about half of all; owned by this. */
    public DecayedCounts fold(int fold) {
        return folds.get(fold);
    }
}

package dev.diptych.systems.embedding.hotness;

import dev.diptych.model.InputException;
import java.util.Arrays;

/**
 * How often each id of a stream was read, where a read counts for half after so many others: an exponentially decayed window, without a
 * beginning to wait for. Ids are any 64-bit numbers, and nobody has to say beforehand which there are.
 *
 * <p>Nothing is touched to decay it: instead of old reads becoming lighter, new ones become heavier, and what is returned is divided by what a
 * read weighs now. An id that counts for less than {@link #FORGOTTEN} is forgotten at the next {@link #tidy}, as if it had never been read.
 *
 * <p><b>What was not seen.</b> Good's estimate of the share of the next reads that go to ids not seen so far is the share of past reads whose id
 * was seen exactly once ("The population frequencies of species", Biometrika 40, 1953). Of reads that can be exchanged for each other it does not
 * matter which of them are weighted how, so the estimate holds for decayed counts with weights in place of numbers: {@link #singletons} over
 * {@link #reads}. Seen once means: since it was last forgotten.
 */
public final class DecayedCounts {
    /** Half a read four half-lives ago, about. */
    public static final double FORGOTTEN = 1.0 / 32;

    /** Weights are brought back to 1 here; their sums stay exact to 50 bits. */
    private static final double MOST_WEIGHT = 0x1p300;

    private final double growth;
    private SparseIds ids = new SparseIds();
    private double[] weights = new double[8];
    private boolean[] isSingle = new boolean[8];
    private double readWeight = 1;
    private double all;

    /**
     * Counts of nothing yet.
     *
     * @param halfLifeReads after so many reads one counts for half; infinity for counts that do not decay
     */
    public DecayedCounts(double halfLifeReads) {
        if (!(halfLifeReads >= 1)) {
            throw new InputException("a half life of %s reads: should be at least 1".formatted(halfLifeReads));
        }
        this.growth = StrictMath.pow(2, 1 / halfLifeReads);
    }

    /** Counts one more read of an id. */
    public void read(long id) {
        int number = ids.add(id);
        if (number == weights.length) {
            weights = Arrays.copyOf(weights, 2 * number);
            isSingle = Arrays.copyOf(isSingle, 2 * number);
        }
        isSingle[number] = weights[number] == 0;
        readWeight *= growth;
        weights[number] += readWeight;
        all += readWeight;
        if (readWeight > MOST_WEIGHT) {
            rescale();
        }
    }

    /** Returns how many reads of an id count, 0 for one that is not known. */
    public double of(long id) {
        int number = ids.find(id);
        return number == SparseIds.UNKNOWN ? 0 : weights[number] / readWeight;
    }

    /** Returns how many reads count, of all ids. */
    public double reads() {
        return all / readWeight;
    }

    /** Returns how many reads count whose id was read only once. */
    public double singletons() {
        double sum = 0;
        for (int number = 0; number < ids.size(); number++) {
            sum += isSingle[number] ? weights[number] : 0;
        }
        return sum / readWeight;
    }

    /** Returns how many ids are known. */
    public int size() {
        return ids.size();
    }

    /** Forgets ids that hardly count. */
    public void tidy() {
        SparseIds kept = new SparseIds();
        int known = ids.size();
        for (int number = 0; number < known; number++) {
            if (weights[number] >= FORGOTTEN * readWeight) {
                int to = kept.add(ids.id(number));
                weights[to] = weights[number];
                isSingle[to] = isSingle[number];
            } else {
                all -= weights[number];
            }
        }
        Arrays.fill(weights, kept.size(), known, 0);
        ids = kept;
    }

    private void rescale() {
        all /= readWeight;
        for (int number = 0; number < ids.size(); number++) {
            weights[number] /= readWeight;
        }
        readWeight = 1;
    }
}

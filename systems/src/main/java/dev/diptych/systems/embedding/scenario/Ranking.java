package dev.diptych.systems.embedding.scenario;

import dev.diptych.model.InputException;
import dev.diptych.model.random.Philox;

/** Which entry has which rank, from 0 on, the most read first. At first they are the same. */
public final class Ranking {
    private static final int SITE = 6;

    private final int[] entryAtRank;
    private final long entries;
    private final long seed;
    private long born;
    private long drawn;

    /**
     * A ranking of the first entries of a table.
     *
     * @param ranks how many entries have one
     * @param entries how many there will ever be
     */
    public Ranking(long ranks, long entries, long seed) {
        this.entryAtRank = new int[Math.toIntExact(ranks)];
        this.entries = entries;
        this.seed = seed;
        this.born = ranks;
        for (int rank = 0; rank < entryAtRank.length; rank++) {
            entryAtRank[rank] = rank;
        }
    }

    public int ranks() {
        return entryAtRank.length;
    }

    public int entry(long rank) {
        return entryAtRank[(int) rank];
    }

    /** Returns how many entries have been there so far. */
    public long born() {
        return born;
    }

    /** Returns a random rank from {@code first} on. */
    public int drawRank(int first) {
        return first + (int) Philox.below(entryAtRank.length - first, seed, SITE, drawn++);
    }

    public void swap(int one, int other) {
        int entry = entryAtRank[one];
        entryAtRank[one] = entryAtRank[other];
        entryAtRank[other] = entry;
    }

    /** Gives a rank to an entry that was not there before; the one that had it is read no more. */
    public void replaceByNew(int rank) {
        if (born == entries) {
            throw new InputException(
                    "all %d entries of the table have been there: a longer scenario needs a larger table"
                            .formatted(entries));
        }
        entryAtRank[rank] = (int) born++;
    }
}

package dev.diptych.systems.embedding.scenario;

import dev.diptych.model.random.Philox;
import dev.diptych.model.random.Zipf;

/** What GPUs read in a scenario, batch by batch: rank {@code r}, from 1 on, has a share of all reads proportional to {@code r^-exponent}. */
public final class KeyStream {
    private static final int SITE = 5;

    private final Scenario scenario;
    private final Scenario.Change change;
    private final Ranking ranking;
    private final double exponent;
    private final long seed;
    private final int gpus;
    private final int keys;
    private long next;

    /**
     * A stream before its first batch.
     *
     * @param entries of the table
     * @param keys of a batch, for each GPU
     */
    public KeyStream(
            Scenario scenario, Scenario.Change change, long entries, double exponent, long seed, int gpus, int keys) {
        this.scenario = scenario;
        this.change = change;
        this.ranking = new Ranking((long) (scenario.firstShare() * entries), entries, seed);
        this.exponent = exponent;
        this.seed = seed;
        this.gpus = gpus;
        this.keys = keys;
    }

    public Ranking ranking() {
        return ranking;
    }

    /** Returns the entries that each GPU reads in the next batch, in the order of its keys. */
    public int[][] next() {
        scenario.before(next, ranking, change);
        int[][] batch = new int[gpus][keys];
        Zipf zipf = exponent > 0 ? new Zipf(ranking.ranks(), exponent) : null;
        for (int gpu = 0; gpu < gpus; gpu++) {
            for (int i = 0; i < keys; i++) {
                long index = (next * gpus + gpu) * keys + i;
                long rank = zipf == null
                        ? Philox.below(ranking.ranks(), seed, SITE, index)
                        : zipf.rank(seed, SITE, index) - 1;
                batch[gpu][i] = ranking.entry(rank);
            }
        }
        next++;
        return batch;
    }

    /** Returns how many reads of a batch of one GPU are to be expected of each entry, now. */
    public double[] expectedReads() {
        double[] reads = new double[(int) ranking.born()];
        double all = 0;
        for (int rank = 0; rank < ranking.ranks(); rank++) {
            all += StrictMath.pow(rank + 1.0, -exponent);
        }
        for (int rank = 0; rank < ranking.ranks(); rank++) {
            reads[ranking.entry(rank)] += keys * StrictMath.pow(rank + 1.0, -exponent) / all;
        }
        return reads;
    }
}

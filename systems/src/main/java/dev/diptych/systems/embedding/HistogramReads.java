package dev.diptych.systems.embedding;

import dev.diptych.model.InputException;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.placement.Hotness;
import dev.diptych.model.random.Philox;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Reads of entries as a histogram of recorded ones has them: batches of keys of which none comes twice, as those of a sampled graph are. Each
 * level of hotness has its part of every batch, spread evenly over its entries; entries never seen have the Good-Turing estimate of what goes to
 * them.
 */
final class HistogramReads implements Reads {
    private static final int DRAW_SITE = 6;
    private static final int ORDER_SITE = 7;
    private static final int BATCH_BITS = 40;

    private final Hotness hotness;

    /** @param hotness of one stream, hottest level first */
    private HistogramReads(Hotness hotness) {
        this.hotness = hotness;
    }

    /**
     * Returns reads of a smaller table of the same kind.
     *
     * @param recorded of one stream, hottest level first
     * @param scale how many recorded entries one stands for
     */
    static HistogramReads of(Hotness recorded, long scale) {
        List<Hotness.Level> levels = new ArrayList<>();
        long before = 0;
        long kept = 0;
        double reads = 0;
        for (Hotness.Level level : recorded.levels()) {
            before += level.entries();
            reads += level.entries() * level.counts().get(0);
            long entries = before / scale - kept;
            if (entries > 0) {
                // A level that is too small for an entry of its own goes to the next.
                levels.add(new Hotness.Level(entries, List.of(reads / entries)));
                kept += entries;
                reads = 0;
            }
        }
        if (levels.isEmpty()) {
            throw new InputException("setting 'hotnessScale' is %d, but hotness '%s' has %d entries"
                    .formatted(scale, recorded.name(), recorded.entries()));
        }
        return new HistogramReads(new Hotness(recorded.name(), levels, recorded.singletons()));
    }

    @Override
    public long entries() {
        return hotness.entries();
    }

    @Override
    public Hotness hotness(String name, double reads) {
        return hotness;
    }

    @Override
    public Bytes keys(EmbeddingTable table, int count, long seed, long batch) {
        EmbeddingTable.Names names = table.names();
        long[] keys = new long[count];
        Draws draws = new Draws(seed, batch);
        int drawn = 0;
        double expected = 0;
        long firstRank = 0;
        for (Hotness.Level level : hotness.levels()) {
            expected += count * share(level);
            // What a level has no entries for is left to the next.
            int own = (int) Math.min(Math.round(expected) - drawn, level.entries());
            for (int rank : draws.distinct(own, Math.toIntExact(level.entries()))) {
                keys[drawn++] = names.key(firstRank + rank);
            }
            firstRank += level.entries();
        }
        if (drawn < count) {
            throw new InputException("setting 'keys' is %d, but hotness '%s' has only %d for a batch without repetition"
                    .formatted(count, hotness.name(), drawn));
        }
        draws.shuffle(keys);
        return Bytes.ofLongs(keys);
    }

    /** Returns which part of all reads goes to a level. */
    private double share(Hotness.Level level) {
        double unseen = hotness.unseenShare(0);
        return level.isUnseen()
                ? unseen
                : (1 - unseen) * level.entries() * level.counts().get(0) / hotness.reads(0);
    }

    /** The random numbers of one batch. */
    private static final class Draws {
        private final long seed;
        private final long base;
        private long count;

        Draws(long seed, long batch) {
            this.seed = seed;
            this.base = batch << BATCH_BITS;
        }

        /** Returns some of the numbers below a bound, in ascending order. */
        int[] distinct(int some, int bound) {
            boolean isMost = some > bound / 2;
            BitSet found = new BitSet(bound);
            for (int left = isMost ? bound - some : some; left > 0; ) {
                int number = (int) Philox.below(bound, seed, DRAW_SITE, base + count++);
                if (!found.get(number)) {
                    found.set(number);
                    left--;
                }
            }
            if (isMost) {
                found.flip(0, bound);
            }
            return found.stream().toArray();
        }

        void shuffle(long[] values) {
            for (int i = values.length - 1; i > 0; i--) {
                int other = (int) Philox.below(i + 1L, seed, ORDER_SITE, base + i);
                long value = values[i];
                values[i] = values[other];
                values[other] = value;
            }
        }
    }
}

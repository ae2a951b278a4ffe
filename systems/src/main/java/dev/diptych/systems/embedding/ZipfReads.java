package dev.diptych.systems.embedding;

import dev.diptych.model.op.Bytes;
import dev.diptych.model.placement.Hotness;
import dev.diptych.model.random.Philox;
import dev.diptych.model.random.Zipf;
import java.util.ArrayList;
import java.util.List;

/**
 * Independent reads of entries: that with rank {@code r}, from 1 on, has a share of them proportional to {@code r^-exponent}.
 *
 * @param exponent 0 for reads that are alike
 */
public record ZipfReads(long entries, double exponent) implements Reads {
    private static final int SITE = 5;
    /** Levels of hotness are this far apart, as UGache's are. */
    private static final double LEVEL_RATIO = 1.2;
    /** Levels with fewer entries are summed up; the integral of longer ones is right to 1 in 10^6. */
    private static final long SUMMED = 1 << 10;

    /** Returns the keys of a batch, each drawn for itself. */
    @Override
    public Bytes keys(EmbeddingTable table, int count, long seed, long batch) {
        EmbeddingTable.Names names = table.names();
        long[] keys = new long[count];
        Zipf zipf = exponent > 0 ? new Zipf(entries, exponent) : null;
        for (int i = 0; i < count; i++) {
            long index = batch * count + i;
            long rank = zipf == null ? Philox.below(entries, seed, SITE, index) : zipf.rank(seed, SITE, index) - 1;
            keys[i] = names.key(rank);
        }
        return Bytes.ofLongs(keys);
    }

    /** Returns what is to be expected of a number of reads: levels by rank, hottest first. */
    @Override
    public Hotness hotness(String name, double reads) {
        List<Hotness.Level> levels = new ArrayList<>();
        double all = sum(1, entries);
        for (long first = 1; first <= entries; ) {
            double end = exponent > 0 ? first * StrictMath.pow(LEVEL_RATIO, 1 / exponent) : (double) entries + 1;
            long last = end > entries ? entries : Math.max(first, (long) end - 1);
            long count = last - first + 1;
            levels.add(new Hotness.Level(count, List.of(reads * sum(first, last) / all / count)));
            first = last + 1;
        }
        // What is expected of all entries leaves none that could not be seen.
        return new Hotness(name, levels, List.of(0.0));
    }

    /** Returns the sum of {@code r^-exponent} over some ranks. */
    private double sum(long first, long last) {
        double sum = 0;
        long summed = Math.min(last, Math.max(first, SUMMED) + SUMMED);
        for (long rank = first; rank <= summed; rank++) {
            sum += StrictMath.pow((double) rank, -exponent);
        }
        if (summed < last) {
            sum += integral((double) last + 0.5) - integral((double) summed + 0.5);
        }
        return sum;
    }

    private double integral(double x) {
        return exponent == 1 ? StrictMath.log(x) : StrictMath.pow(x, 1 - exponent) / (1 - exponent);
    }
}

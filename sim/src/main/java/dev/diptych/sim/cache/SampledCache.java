package dev.diptych.sim.cache;

import dev.diptych.model.hw.CacheSpec;

/*
 * Simulates one set of each group of 2^k that follow each other, and counts only the accesses to the others [1]. The set of a group is drawn by
 * a hash of the group's number, so that strides cannot keep in step with the sample.
 *
 * Misses and sectors written back are those of the sample, times sets over sampled sets; hits are the other accesses. The share of hits among the
 * sample's own accesses would be the obvious estimate, but under skew it is a poor one: a hot line brings its set a great many accesses, almost
 * all of them hits, and whether a hot line's set is in the sample is chance. Misses come from the many lines that are not hot, and are spread
 * evenly; and that a hot line hits is what the estimate takes for granted of all accesses that no sampled set missed.
 *
 * [1] T. R. Puzak, Analysis of cache replacement algorithms, PhD thesis, University of Massachusetts, 1985; R. E. Kessler, M. D. Hill, D. A. Wood,
 * A comparison of trace-sampling techniques for multi-megabyte caches, IEEE Transactions on Computers 43(6), 1994.
 */

/** One set in {@code 2^k} of a cache, with counts scaled to all of them. */
public final class SampledCache implements CacheModel {
    private final CacheShape shape;
    private final SetIndex index;
    private final int groupShift;
    private final LruSets sets;
    private final int sampledSets;
    private long reads;
    private long sampledReadMisses;
    private long writes;
    private long sampledWriteMisses;

    /**
     * @param bytes of the cache, which need not be those of its specification; at least one line is kept
     * @param groupShift the logarithm to base 2 of how many sets one stands for
     * @throws IllegalArgumentException if lines or sectors are no powers of two, a line has more sectors than are kept count of, or there are fewer
     *     than {@code 2^groupShift} sets
     */
    public SampledCache(CacheSpec spec, long bytes, int groupShift) {
        this.shape = CacheShape.of(spec, bytes);
        if (groupShift < 0 || groupShift > 30 || 1 << groupShift > shape.sets()) {
            throw new IllegalArgumentException(
                    "one set is to stand for 2^%d, but there are %d".formatted(groupShift, shape.sets()));
        }
        this.groupShift = groupShift;
        this.index = new SetIndex(shape.sets());
        // Sets that are left over after the last whole group stand for themselves in no sample.
        this.sampledSets = shape.sets() >>> groupShift;
        this.sets = new LruSets(sampledSets, shape.ways(), shape.sectorsPerLine());
    }

    @Override
    public Outcome read(long address) {
        reads++;
        long line = shape.line(address);
        int set = index.of(line);
        if (!isSampled(set)) {
            return Outcome.NOT_SAMPLED;
        }
        if (sets.read(set >>> groupShift, line, shape.sector(address))) {
            return Outcome.HIT;
        }
        sampledReadMisses++;
        return Outcome.MISS;
    }

    @Override
    public Outcome readLine(long address) {
        reads++;
        long line = shape.line(address);
        int set = index.of(line);
        if (!isSampled(set)) {
            return Outcome.NOT_SAMPLED;
        }
        if (sets.readLine(set >>> groupShift, line)) {
            return Outcome.HIT;
        }
        sampledReadMisses++;
        return Outcome.MISS;
    }

    @Override
    public Outcome write(long address) {
        writes++;
        long line = shape.line(address);
        int set = index.of(line);
        if (!isSampled(set)) {
            return Outcome.NOT_SAMPLED;
        }
        if (sets.write(set >>> groupShift, line, shape.sector(address))) {
            return Outcome.HIT;
        }
        sampledWriteMisses++;
        return Outcome.MISS;
    }

    @Override
    public long writtenBack() {
        return scaled(sets.writtenBack());
    }

    @Override
    public boolean isSampled(long address) {
        return isSampled(index.of(shape.line(address)));
    }

    private boolean isSampled(int set) {
        int group = set >>> groupShift;
        // Two shifts, as one by 64 would be one by 0.
        int drawn = (int) ((group * SetIndex.GOLDEN) >>> 1 >>> (63 - groupShift));
        return group < sampledSets && set == (group << groupShift | drawn);
    }

    @Override
    public SectorCounts counts() {
        return new SectorCounts(
                reads,
                reads - Math.min(reads, scaled(sampledReadMisses)),
                writes,
                writes - Math.min(writes, scaled(sampledWriteMisses)),
                Math.min(writes, writtenBack()));
    }

    private long scaled(long sampled) {
        return Math.round((double) sampled * shape.sets() / sampledSets);
    }

    @Override
    public void clear() {
        sets.clear();
        reads = 0;
        sampledReadMisses = 0;
        writes = 0;
        sampledWriteMisses = 0;
    }
}

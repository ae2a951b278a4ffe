package dev.diptych.sim.cache;

import dev.diptych.model.hw.CacheSpec;

/** Every set of a cache. */
public final class SectorCache implements CacheModel {
    private final CacheShape shape;
    private final SetIndex index;
    private final LruSets sets;
    private long reads;
    private long readHits;
    private long writes;
    private long writeHits;

    /**
     * @param bytes of the cache, which need not be those of its specification; at least one line is kept
     * @throws IllegalArgumentException if lines or sectors are no powers of two, or a line has more sectors than are kept count of
     */
    public SectorCache(CacheSpec spec, long bytes) {
        shape = CacheShape.of(spec, bytes);
        index = new SetIndex(shape.sets());
        sets = new LruSets(shape.sets(), shape.ways(), shape.sectorsPerLine());
    }

    @Override
    public Outcome read(long address) {
        long line = shape.line(address);
        reads++;
        if (sets.read(index.of(line), line, shape.sector(address))) {
            readHits++;
            return Outcome.HIT;
        }
        return Outcome.MISS;
    }

    @Override
    public Outcome readLine(long address) {
        long line = shape.line(address);
        reads++;
        if (sets.readLine(index.of(line), line)) {
            readHits++;
            return Outcome.HIT;
        }
        return Outcome.MISS;
    }

    @Override
    public long writtenBack() {
        return sets.writtenBack();
    }

    @Override
    public boolean isSampled(long address) {
        // Every set is, but an address that none has is an error here too.
        return shape.line(address) >= 0;
    }

    @Override
    public Outcome write(long address) {
        long line = shape.line(address);
        writes++;
        if (sets.write(index.of(line), line, shape.sector(address))) {
            writeHits++;
            return Outcome.HIT;
        }
        return Outcome.MISS;
    }

    @Override
    public SectorCounts counts() {
        return new SectorCounts(reads, readHits, writes, writeHits, sets.writtenBack());
    }

    @Override
    public void clear() {
        sets.clear();
        reads = 0;
        readHits = 0;
        writes = 0;
        writeHits = 0;
    }
}

package dev.diptych.sim.cache;

/**
 * What a cache was asked for, in sectors.
 *
 * @param readHits of the reads
 * @param writeHits of the writes
 * @param writtenBack sectors that were written, and whose line had to make room for another one
 */
public record SectorCounts(long reads, long readHits, long writes, long writeHits, long writtenBack) {
    /** Sectors that were read from the memory behind the cache. A write brings nothing in: it writes all of a sector. */
    public long fetched() {
        return reads - readHits;
    }

    /** Returns the share of all accesses that hit; 0 if there were none. */
    public double hitShare() {
        long accesses = reads + writes;
        return accesses == 0 ? 0 : (double) (readHits + writeHits) / accesses;
    }
}

package dev.diptych.model.work;

/**
 * What an access is to the memory behind the cache. Memory is organised in rows, of which few are open at a time; bytes that lie together cost less than
 * bytes that do not.
 *
 * @param readFactor bytes that misses of loads bring in over bytes that they miss, at least 1: caches fetch more than a sector
 * @param writtenShare of the bytes that are stored, the share that is written to the memory in the end: what is stored again before it leaves the cache
 *     goes there once
 * @param fillFactor bytes that are fetched for each byte that is written to the memory: of sectors that are stored in part, the rest is needed
 * @param readRows rows that a byte which is fetched opens, beyond those of a stream
 * @param writeRows rows that a byte which is written opens, beyond those of a stream
 * @param scatter how loads are spread, whether they miss or not
 */
public record Misses(
        double readFactor, double writtenShare, double fillFactor, double readRows, double writeRows, Scatter scatter) {
    /** Of streams: whole sectors, one after the other. */
    public static final Misses OF_STREAM = new Misses(1, 1, 0, 0, 0, Scatter.OF_STREAM);

    public Misses {
        if (!(readFactor >= 1)
                || !(writtenShare >= 0 && writtenShare <= 1)
                || !(fillFactor >= 0)
                || !(readRows >= 0)
                || !(writeRows >= 0)) {
            throw new IllegalArgumentException(
                    "misses bring in %s and %s bytes, write %s, and open %s and %s rows a byte"
                            .formatted(readFactor, fillFactor, writtenShare, readRows, writeRows));
        }
    }

    /** Returns them when it is known how much is written to the memory for each byte that is stored. */
    Misses writing(double share) {
        return new Misses(readFactor, share, fillFactor, readRows, writeRows, scatter);
    }

    /** Returns them when a part of what is stored stays in the cache. */
    Misses keeping(double share) {
        return new Misses(readFactor, writtenShare * (1 - share), fillFactor, readRows, writeRows, scatter);
    }
}

package dev.diptych.model.work;

import dev.diptych.model.hw.Place;

/**
 * Loads, stores and atomics of a block that go past its multiprocessor's own cache to the memory of one place.
 *
 * @param readBytes of all warps of the block, in whole sectors, atomics among them
 * @param writeBytes likewise
 * @param sentBytes what its stores put on the way to the cache: each request takes the place of a sector, and so do sectors, those that are stored in part
 *     somewhat more
 * @param readRequests lines that a warp's instruction asks for together, those of atomics among them
 * @param writeRequests likewise, after stores of one warp to one line were put together
 * @param atomics passes of a warp's atomics over sectors: lanes that meet at one word come one after the other
 * @param lineAtomics of these, those in the slice of the cache that the whole launch hits most
 * @param rounds loads that wait for each other, along the chain of instructions that takes the block longest: the bytes of a round are in
 *     flight together
 * @param misses what those bytes that the shared cache does not serve are to the memory
 * @param cacheHitShare the share of the bytes read that the shared cache serves, from 0 to 1; as a kernel's work is found out, of bytes that the
 *     launch itself touched before
 */
public record Access(
        Place place,
        long readBytes,
        long writeBytes,
        long sentBytes,
        long readRequests,
        long writeRequests,
        long atomics,
        double lineAtomics,
        double rounds,
        Misses misses,
        double cacheHitShare) {
    /** What a request asks for at most. */
    private static final int LINE_BYTES = 128;

    private static final int SECTOR_BYTES = 32;

    public Access {
        if (readBytes < 0
                || writeBytes < 0
                || sentBytes < 0
                || readRequests < 0
                || writeRequests < 0
                || atomics < 0
                || !(lineAtomics >= 0)
                || !(rounds >= 0)
                || !(cacheHitShare >= 0 && cacheHitShare <= 1)) {
            throw new IllegalArgumentException(
                    "%d bytes read by %d requests, %d written by %d, %d atomics in %s rounds with a hit share of %s"
                            .formatted(
                                    readBytes,
                                    readRequests,
                                    writeBytes,
                                    writeRequests,
                                    atomics,
                                    rounds,
                                    cacheHitShare));
        }
    }

    /** Loads and stores of whole lines. */
    public static Access ofLines(
            Place place, long readBytes, long writeBytes, double rounds, Misses misses, double cacheHitShare) {
        return new Access(
                place,
                readBytes,
                writeBytes,
                writeBytes + (writeBytes + LINE_BYTES - 1) / LINE_BYTES * SECTOR_BYTES,
                (readBytes + LINE_BYTES - 1) / LINE_BYTES,
                (writeBytes + LINE_BYTES - 1) / LINE_BYTES,
                0,
                0,
                rounds,
                misses,
                cacheHitShare);
    }

    /** Returns it with atomics of single lanes, which all go to one word and bring as many requests. */
    public Access withAtomicsOnOneWord(long count) {
        return new Access(
                place,
                readBytes,
                writeBytes,
                sentBytes,
                readRequests + count,
                writeRequests,
                atomics + count,
                lineAtomics + count,
                rounds,
                misses,
                cacheHitShare);
    }

    /** Returns the bytes moved. */
    public long bytes() {
        return readBytes + writeBytes;
    }

    /**
     * Returns it when it is known what the shared cache does for it.
     *
     * @param hitShare of the bytes that are read
     * @param writtenShare bytes that go to the memory meanwhile, over those stored
     */
    Access finding(double hitShare, double writtenShare) {
        return new Access(
                place,
                readBytes,
                writeBytes,
                sentBytes,
                readRequests,
                writeRequests,
                atomics,
                lineAtomics,
                rounds,
                misses.writing(writtenShare),
                hitShare);
    }

    /**
     * Returns it when a part of what is touched for the first time is in the shared cache already, and a part of what is stored stays there.
     *
     * @param share of both
     */
    Access cached(double share) {
        return finding(
                cacheHitShare + (1 - cacheHitShare) * share,
                misses.keeping(share).writtenShare());
    }
}

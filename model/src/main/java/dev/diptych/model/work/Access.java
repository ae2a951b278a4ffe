package dev.diptych.model.work;

import dev.diptych.model.hw.Place;

/**
 * Loads, stores and atomics of a block that go past its multiprocessor's own cache to the memory of one place.
 *
 * @param readBytes of all warps of the block, in whole sectors, atomics among them
 * @param writeBytes likewise
 * @param atomics sectors in which a warp's atomics are carried out, of those read and written
 * @param lineAtomics of these, those in the line of the place that the whole launch hits most
 * @param rounds loads that wait for each other, along the chain of instructions that takes the block longest: the bytes of a round are in
 *     flight together
 * @param fillFactor bytes that misses of loads bring in over bytes that they miss, at least 1: caches fetch more than a sector
 * @param cacheHitShare the share of the bytes that the shared cache serves, from 0 to 1; as a kernel's work is found out, of bytes that the
 *     launch itself touched before
 */
public record Access(
        Place place,
        long readBytes,
        long writeBytes,
        long atomics,
        double lineAtomics,
        double rounds,
        double fillFactor,
        double cacheHitShare) {
    public Access {
        if (readBytes < 0
                || writeBytes < 0
                || atomics < 0
                || !(lineAtomics >= 0)
                || !(rounds >= 0)
                || !(fillFactor >= 1)
                || !(cacheHitShare >= 0 && cacheHitShare <= 1)) {
            throw new IllegalArgumentException(
                    "%d bytes read, %d written, %d atomics in %s rounds with a hit share of %s"
                            .formatted(readBytes, writeBytes, atomics, rounds, cacheHitShare));
        }
    }

    /** Returns the bytes moved. */
    public long bytes() {
        return readBytes + writeBytes;
    }

    /** Returns it with another hit share. */
    public Access withHitShare(double share) {
        return new Access(place, readBytes, writeBytes, atomics, lineAtomics, rounds, fillFactor, share);
    }
}

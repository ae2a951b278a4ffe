package dev.diptych.model.work;

import dev.diptych.model.hw.Place;

/** A stretch of a block's life; a block goes through its phases one after the other. */
public sealed interface Phase {
    /**
     * Instructions that wait for nothing but each other.
     *
     * @param warpInstructions issued by all warps of the block together
     * @param cycles the least time it takes, in SM clocks: the longest dependent chain, or a wait of known length
     */
    record Compute(long warpInstructions, long cycles) implements Phase {
        public Compute {
            if (warpInstructions < 0 || cycles < 0) {
                throw new IllegalArgumentException(
                        "%d instructions in %d cycles: neither may be negative".formatted(warpInstructions, cycles));
            }
        }
    }

    /**
     * Loads and stores that go past the SM's own cache to the memory of one place.
     *
     * @param readBytes of all warps of the block, in whole sectors
     * @param writeBytes likewise
     * @param rounds loads of one thread that wait for each other, at the thread with the most: the bytes of a round are in flight together
     * @param cacheHitShare the share of the bytes that the shared cache serves, from 0 to 1
     */
    record Memory(Place place, long readBytes, long writeBytes, long rounds, double cacheHitShare) implements Phase {
        public Memory {
            if (readBytes < 0 || writeBytes < 0 || rounds < 0 || !(cacheHitShare >= 0 && cacheHitShare <= 1)) {
                throw new IllegalArgumentException("%d bytes read, %d written in %d rounds with a hit share of %s"
                        .formatted(readBytes, writeBytes, rounds, cacheHitShare));
            }
        }
    }
}

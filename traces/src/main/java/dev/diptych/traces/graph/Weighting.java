package dev.diptych.traces.graph;

import dev.diptych.model.random.Philox;

/** Which weights generated edges get. */
public enum Weighting {
    NONE,
    /** Uniform in (0, 1], a multiple of 2^-24. */
    UNIFORM;

    private static final int SITE = 0x6757;
    private static final int DIGITS = 24;

    /** Returns the weight of an edge, by its place among those that were generated; 1 where there are none. */
    float of(long seed, long edge) {
        return this == NONE ? 1 : ((Philox.bits64(seed, SITE, edge) >>> (Long.SIZE - DIGITS)) + 1) * 0x1p-24f;
    }
}

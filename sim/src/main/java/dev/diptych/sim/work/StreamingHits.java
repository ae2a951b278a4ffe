package dev.diptych.sim.work;

import dev.diptych.model.hw.CacheSpec;
import dev.diptych.model.hw.HostMemory;
import dev.diptych.model.hw.Place;

/**
 * The share of a stream that the L2 cache of its place serves, in the steady state of launches that pass over the same bytes again and
 * again. Under LRU a cyclic stream hits always when it fits and never when it does not. Hashed slices and blocks out of step blur the edge;
 * a fit to the small kernels of gpu-benches (@1c36d50, file h200) has full hits up to 35 MB and none from 63 MB on, for an effective
 * capacity of 46.1 MB, and between them the share falls linearly here.
 */
public final class StreamingHits {
    private static final double ALL_HIT = 35.0 / 46.1;
    private static final double NONE_HIT = 63.0 / 46.1;

    private StreamingHits() {}

    /** Returns the share for a launch that touches {@code bytes} in a place; host memory is not kept in L2 between launches. */
    public static double share(Place place, long bytes, CacheSpec l2) {
        if (place == HostMemory.HOST) {
            return 0;
        }
        double fill = (double) bytes / l2.effectiveBytes();
        return Math.max(0, Math.min(1, (NONE_HIT - fill) / (NONE_HIT - ALL_HIT)));
    }
}

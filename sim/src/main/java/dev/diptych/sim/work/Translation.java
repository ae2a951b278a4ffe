package dev.diptych.sim.work;

import dev.diptych.model.hw.Place;

/**
 * Address translation for scattered accesses to a GPU's own memory. A page that the translation caches do not hold costs a walk, whose
 * accesses wait for each other before the row's own can start.
 *
 * <p>Reach and length are not published. Pointer chases of gpu-benches (@1c36d50) show no step up to 1.5 GB, and gathers from an 8 GiB table,
 * measured on an NVIDIA H200 host (driver 580), take 4.1 to 4.6 latencies for a key and its row instead of two; a reach of 2 GiB and walks of
 * three accesses fit these within 4 %. Latencies of links are measured with translation in them and have none added.
 */
final class Translation {
    private static final long REACH_BYTES = 2L << 30;
    private static final int WALK_ROUNDS = 3;

    private Translation() {}

    /**
     * Returns the rounds that a scattered load costs besides its own, on average.
     *
     * @param local where the kernel runs
     */
    static double rounds(Place place, Place local, long tableBytes) {
        if (!place.equals(local) || tableBytes <= REACH_BYTES) {
            return 0;
        }
        return WALK_ROUNDS * (1 - (double) REACH_BYTES / tableBytes);
    }
}

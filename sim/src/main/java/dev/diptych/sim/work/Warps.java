package dev.diptych.sim.work;

import dev.diptych.model.hw.SmSpec;

/** Warps as the unit in which threads are issued. */
final class Warps {
    private Warps() {}

    /** Returns how many warps the first {@code threads} threads of a block lie in. */
    static long holding(long threads) {
        return (threads + SmSpec.WARP_THREADS - 1) / SmSpec.WARP_THREADS;
    }
}

package dev.diptych.sim.ptx.exec;

import org.jspecify.annotations.Nullable;

/**
 * Lanes of a warp that run together. Where lanes part, their split becomes the parent of one split a way; it waits at the point where
 * the ways meet again until all its children have arrived there or exited. Splits without children run.
 */
final class Split {
    final @Nullable Split parent;
    /** The segment at which it joins its parent, -1 for none. */
    final int stop;

    /** The next segment. */
    int pc;
    /** Its lanes; of a parent, those that have arrived. */
    int mask;
    /** Children that have neither arrived nor exited. */
    int pending;

    State state = State.READY;
    /** Slices that it has used up. */
    int slices;

    enum State {
        READY,
        /** A parent of splits. */
        PARTED,
        AT_BARRIER,
        /** Past the barrier it waited at: goes on behind it. */
        RELEASED,
        /** Waiting for other lanes of the warp at a warp-wide instruction. */
        AT_WARP_OPERATION,
        DONE
    }

    Split(@Nullable Split parent, int stop, int pc, int mask) {
        this.parent = parent;
        this.stop = stop;
        this.pc = pc;
        this.mask = mask;
    }
}

package dev.diptych.sim.work;

import java.util.Arrays;

/**
 * When warps touch memory, in touches of their block, if all warps of a block go on together: the executor has one warp after the other go on, up to a
 * barrier or to its end.
 */
final class WarpClock {
    private final int warps;
    private long[] touches;
    private long begun;
    private long latest;

    /** @param warps of a block */
    WarpClock(int warps) {
        this.warps = warps;
        this.touches = new long[warps];
    }

    /** Begins with the next block. */
    void begin() {
        begun = latest;
        Arrays.fill(touches, 0);
    }

    /** Has a warp touch something; returns when. */
    long touch(int warp) {
        if (warp >= touches.length) {
            touches = Arrays.copyOf(touches, warp + 1);
        }
        long now = begun + ++touches[warp] * warps;
        latest = Math.max(latest, now);
        return now;
    }
}

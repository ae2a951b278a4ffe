package dev.diptych.sim.ptx.exec;

import java.util.Arrays;

/**
 * When warps arrived at a barrier. One unit of the multiprocessor takes them one after the other, in the order of their arrival: on an H200, a barrier to which
 * 1, 4, 16 and 32 warps come at once takes 14.4, 20.4, 44.4 and 76.5 cycles, two more for each warp ({@code traces/data/micro/chain-barrier-*}).
 */
final class Arrivals {
    private long[] times = new long[4];
    private int count;

    /** Adds an arrival, in any order. */
    void add(long time) {
        if (count == times.length) {
            times = Arrays.copyOf(times, 2 * count);
        }
        times[count++] = time;
    }

    /** Returns when the last one has been taken, if each takes so long; 0 if there were none. */
    long taken(long each) {
        Arrays.sort(times, 0, count);
        long free = 0;
        for (int i = 0; i < count; i++) {
            free = Math.max(free, times[i]) + each;
        }
        return free;
    }
}

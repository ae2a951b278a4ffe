package dev.diptych.sim.ptx.exec;

import java.util.Arrays;

/**
 * The schedule of a block that is alone on its multiprocessor. Its warps share the pipes: between two barriers of the whole block, they need at least the time
 * in which the busiest pipe has served all of them.
 */
final class BlockSchedule {
    private final Block block;
    private final Timetable times;
    /** When the block last left a barrier of all, and what its warps had used of the pipes then. */
    private long begin;
    /** When its last warp ends. */
    private long end;

    private int rounds;
    private double turns;

    private final long[] used = new long[KernelCode.PIPES.size()];

    BlockSchedule(Block block, Timetable times) {
        this.block = block;
        this.times = times;
    }

    void clear() {
        begin = 0;
        end = 0;
        rounds = 0;
        turns = 1;
        Arrays.fill(used, 0);
    }

    /** Returns when warps leave a barrier whose last one arrived at a time. */
    long leave(long arrival, boolean isOfAll) {
        if (!isOfAll) {
            return arrival + times.barrier + block.warps() * times.barrierOfWarp;
        }
        long[] since = since();
        for (int pipe = 0; pipe < since.length; pipe++) {
            used[pipe] += since[pipe];
        }
        begin = Math.max(arrival, begin + times.busy(since)) + times.barrier + block.warps() * times.barrierOfWarp;
        return begin;
    }

    /** The block is over. */
    void finish() {
        for (int i = 0; i < block.warps(); i++) {
            Schedule warp = block.warp(i).warp().schedule;
            if (warp != null) {
                warp.finish();
                if (warp.end() > end) {
                    end = warp.end();
                    rounds = warp.endRounds();
                    turns = warp.turns();
                }
            }
        }
        end = Math.max(end, begin + times.busy(since()));
    }

    /** Returns the cycles of the block besides its rounds, once it is over. */
    long cycles() {
        return times.cycles(end, rounds);
    }

    long end() {
        return end;
    }

    int rounds() {
        return rounds;
    }

    double turns() {
        return turns;
    }

    private long[] since() {
        long[] since = new long[used.length];
        for (int i = 0; i < block.warps(); i++) {
            Warp warp = block.warp(i).warp();
            if (warp.schedule != null) {
                for (int pipe = 0; pipe < since.length; pipe++) {
                    since[pipe] += warp.schedule.slots[pipe];
                }
                since[KernelCode.LSU] += warp.counts.passes;
            }
        }
        for (int pipe = 0; pipe < since.length; pipe++) {
            since[pipe] -= used[pipe];
        }
        return since;
    }
}

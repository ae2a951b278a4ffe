package dev.diptych.sim.ptx.exec;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A block: its shared memory, its warps and its barriers. */
public final class Block {
    private final GridRun grid;
    private final byte[] shared;
    private final @Nullable Shadow shadow;
    private final WarpRun[] warps;
    private final Barriers barriers;
    private final @Nullable BlockSchedule schedule;
    private KernelFault.Position index = new KernelFault.Position(0, 0, 0);
    private long linearIndex;

    Block(GridRun grid) {
        this.grid = grid;
        KernelCode code = grid.code();
        int bytes = grid.dynamicSharedBytes() == 0
                ? code.staticSharedBytes()
                : code.dynamicSharedOffset() + grid.dynamicSharedBytes();
        this.shared = new byte[bytes];
        this.shadow = code.isChecked() ? new Shadow(bytes) : null;
        int count = (int) ((grid.block().count() + Warp.LANES - 1) / Warp.LANES);
        this.warps = new WarpRun[count];
        this.barriers = new Barriers(this);
        this.schedule = grid.times() == null ? null : new BlockSchedule(this, grid.times());
        for (int i = 0; i < count; i++) {
            warps[i] = new WarpRun(new Warp(this, i), barriers);
        }
    }

    /** Makes it another block, at its beginning. */
    void begin(long linear) {
        linearIndex = linear;
        int x = grid.grid().x();
        int y = grid.grid().y();
        index = new KernelFault.Position((int) (linear % x), (int) (linear / x % y), (int) (linear / x / y));
        Arrays.fill(shared, (byte) 0);
        if (shadow != null) {
            shadow.clear();
        }
        barriers.clear();
        if (schedule != null) {
            schedule.clear();
        }
        for (WarpRun warp : warps) {
            warp.begin();
        }
    }

    /**
     * Runs its warps in turn until all have exited, or each has used up its slices.
     *
     * @return whether all have exited
     */
    boolean run(int slices) {
        for (int slice = 0; slice < slices; slice++) {
            boolean isDone = true;
            boolean hasRun = false;
            for (WarpRun warp : warps) {
                hasRun |= warp.run();
                isDone &= warp.isDone();
            }
            if (isDone) {
                if (shadow != null) {
                    shadow.end();
                }
                if (schedule != null) {
                    schedule.finish();
                }
                return true;
            }
            if (!hasRun) {
                throw barriers.deadlock();
            }
        }
        return false;
    }

    GridRun grid() {
        return grid;
    }

    KernelCode code() {
        return grid.code();
    }

    byte[] shared() {
        return shared;
    }

    @Nullable
    Shadow shadow() {
        return shadow;
    }

    @Nullable
    BlockSchedule schedule() {
        return schedule;
    }

    Shadow shadowOrFail() {
        if (shadow == null) {
            throw new IllegalStateException("checked code runs in a block without a shadow");
        }
        return shadow;
    }

    WarpRun warp(int i) {
        return warps[i];
    }

    int warps() {
        return warps.length;
    }

    KernelFault.Position index() {
        return index;
    }

    long linearIndex() {
        return linearIndex;
    }
}

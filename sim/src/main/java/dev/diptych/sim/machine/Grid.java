package dev.diptych.sim.machine;

import dev.diptych.model.op.Launch;
import dev.diptych.model.work.BlockClass;
import dev.diptych.model.work.Footprint;
import dev.diptych.model.work.WorkProfile;
import java.util.List;

/** The blocks of a launch that executes. */
final class Grid {
    private final SimOp op;
    private final Footprint footprint;
    private final List<BlockClass> classes;
    private final List<BlockKind> kinds;
    private final long blocks;
    private final int blocksPerNotice;

    private int classIndex;
    private long placedOfClass;
    private long placed;
    private long retired;

    Grid(SimOp op, Launch launch, Footprint footprint, WorkProfile profile, Steps steps) {
        this.op = op;
        this.footprint = footprint;
        this.classes = profile.classes();
        this.blocks = launch.grid().count();
        this.blocksPerNotice = launch.blocksPerNotice();
        long profiled = classes.stream().mapToLong(BlockClass::blocks).sum();
        if (profiled != blocks) {
            throw new IllegalStateException("the work model of %s/%s accounts for %d blocks of %d"
                    .formatted(launch.kernel().module(), launch.kernel().entry(), profiled, blocks));
        }
        this.kinds = classes.stream()
                .map(blockClass -> steps.acquire(blockClass.phases()))
                .toList();
    }

    SimOp op() {
        return op;
    }

    Footprint footprint() {
        return footprint;
    }

    /** Counts one more block as placed and returns what it goes through. */
    BlockKind place() {
        if (placedOfClass == classes.get(classIndex).blocks()) {
            classIndex++;
            placedOfClass = 0;
        }
        placedOfClass++;
        placed++;
        return kinds.get(classIndex);
    }

    /** Counts one more block as retired; the last one gives the steps back. */
    void retire(Steps steps) {
        retired++;
        if (isRetired()) {
            classes.forEach(blockClass -> steps.release(blockClass.phases()));
        }
    }

    long placed() {
        return placed;
    }

    long retired() {
        return retired;
    }

    boolean isPlaced() {
        return placed == blocks;
    }

    boolean isRetired() {
        return retired == blocks;
    }

    /**
     * Returns how many blocks the device reports now that {@code counted} have started, or ended: a full batch, what is left after the last
     * one, or 0.
     */
    int toReport(long counted) {
        if (blocksPerNotice == 0) {
            return 0;
        }
        int beyondBatches = (int) (counted % blocksPerNotice);
        if (beyondBatches == 0) {
            return blocksPerNotice;
        }
        return counted == blocks ? beyondBatches : 0;
    }
}

package dev.diptych.sim.machine;

import dev.diptych.sim.engine.EventQueue;
import dev.diptych.sim.engine.Picos;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The resident blocks of all GPUs: parallel arrays, because a run has millions of blocks, a few thousand at a time. */
final class Blocks {
    private static final Step[] NO_STEPS = {};

    private final EventQueue events;
    private @Nullable Grid[] grids = new Grid[1024];
    private Step[][] steps = new Step[1024][];
    private int[] nextStep = new int[1024];
    private int[] sms = new int[1024];
    private int[] freeIds = new int[1024];
    private int freeCount;
    private int ids;

    Blocks(EventQueue events) {
        this.events = events;
    }

    /** Returns the multiprocessor of a block, by its index on its GPU; -1 for clients that are no blocks. */
    int sm(int block) {
        return block < 0 ? -1 : sms[block];
    }

    /** Starts the next block of a grid; its first phase begins when the block has. */
    void start(Grid grid, int sm, double blockNanos) {
        int block = freeCount > 0 ? freeIds[--freeCount] : newId();
        grids[block] = grid;
        steps[block] = grid.place();
        nextStep[block] = 0;
        sms[block] = sm;
        events.add(events.nowPicos() + Picos.ofNanos(blockNanos), Event.of(Event.BLOCK, block));
    }

    /** Sends a block into its next phase; returns whether there was one. */
    boolean proceed(int block) {
        if (nextStep[block] == steps[block].length) {
            return false;
        }
        Step step = steps[block][nextStep[block]++];
        long nowPicos = events.nowPicos();
        if (step instanceof Step.Move move) {
            move.flow().join(block, nowPicos);
        } else if (step instanceof IssueStep issue) {
            issue.on(sms[block]).join(block, nowPicos);
        } else if (step instanceof Step.Wait wait) {
            events.add(nowPicos + wait.picos(), Event.of(Event.WAITED, block));
        }
        return true;
    }

    /** Forgets a block that has come to its end and returns its grid. */
    Grid end(int block) {
        Grid grid = grids[block];
        if (grid == null) {
            throw new IllegalStateException("block %d ended but was not resident".formatted(block));
        }
        grids[block] = null;
        steps[block] = NO_STEPS;
        if (freeCount == freeIds.length) {
            freeIds = Arrays.copyOf(freeIds, 2 * freeCount);
        }
        freeIds[freeCount++] = block;
        return grid;
    }

    private int newId() {
        if (ids == grids.length) {
            grids = Arrays.copyOf(grids, 2 * ids);
            steps = Arrays.copyOf(steps, 2 * ids);
            nextStep = Arrays.copyOf(nextStep, 2 * ids);
            sms = Arrays.copyOf(sms, 2 * ids);
        }
        return ids++;
    }
}

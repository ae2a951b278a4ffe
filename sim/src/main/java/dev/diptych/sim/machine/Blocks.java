package dev.diptych.sim.machine;

import dev.diptych.sim.engine.EventQueue;
import dev.diptych.sim.engine.Picos;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The resident blocks of a GPU: parallel arrays, because a run has millions of blocks, a few thousand at a time. */
final class Blocks {
    private static final BlockKind NONE = new BlockKind(new Step[0], 0);

    private final EventQueue events;
    private @Nullable Grid[] grids = new Grid[1024];
    private BlockKind[] kinds = new BlockKind[1024];
    private int[] nextStep = new int[1024];
    private int[] sms = new int[1024];
    private long[] startPicos = new long[1024];
    /** Of its multiprocessor's pipes, in parts of {@link PipeShares#WHOLE}. */
    private int[] shares = new int[1024];
    /** The flow that it is in, null outside of any. */
    private @Nullable Flow[] flows = new Flow[1024];

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

    /** Returns when a resident block was placed. */
    long startPicos(int block) {
        return startPicos[block];
    }

    BlockKind kind(int block) {
        return kinds[block];
    }

    int shareOf(int block) {
        return shares[block];
    }

    /** Gives a block a share of its multiprocessor's pipes from now on. */
    void share(int block, int share) {
        if (share == shares[block]) {
            return;
        }
        shares[block] = share;
        Flow flow = flows[block];
        if (flow != null && kinds[block].contends()) {
            Flow other = work(block).flow(share);
            if (other != flow) {
                other.join(block, flow.part(block, events.nowPicos()), events.nowPicos());
                flows[block] = other;
            }
        }
    }

    /** Gives all blocks of a multiprocessor, which are of one kind, the same share of its pipes from now on. */
    void shareAlike(int[] residents, int count, int share) {
        for (int i = 0; i < count; i++) {
            int block = residents[i];
            Flow flow = flows[block];
            if (share != shares[block] && flow != null && kinds[block].contends()) {
                Flow other = work(block).flow(share);
                // The first of those in the same phase takes the others along.
                other.takeOver(flow, sms[block], events.nowPicos());
                flows[block] = other;
            }
            shares[block] = share;
        }
    }

    /** Returns the work that a block does at present. */
    private WorkStep work(int block) {
        return (WorkStep) kinds[block].steps()[nextStep[block] - 1];
    }

    /** Starts the next block of a grid and returns it; its first phase begins when the block has. */
    int start(Grid grid, int sm, double blockNanos) {
        int block = freeCount > 0 ? freeIds[--freeCount] : newId();
        grids[block] = grid;
        kinds[block] = grid.place();
        nextStep[block] = 0;
        sms[block] = sm;
        startPicos[block] = events.nowPicos();
        shares[block] = PipeShares.WHOLE;
        events.add(events.nowPicos() + Picos.ofNanos(blockNanos), Event.of(Event.BLOCK, block));
        return block;
    }

    /** Sends a block into its next phase; returns whether there was one. */
    boolean proceed(int block) {
        flows[block] = null;
        if (nextStep[block] == kinds[block].steps().length) {
            return false;
        }
        Step step = kinds[block].steps()[nextStep[block]++];
        long nowPicos = events.nowPicos();
        if (step instanceof WorkStep work) {
            Flow flow = kinds[block].contends() ? work.flow(shares[block]) : work.flowOfAll();
            flow.join(block, nowPicos);
            flows[block] = flow;
        } else if (step instanceof Step.Wait wait) {
            events.add(nowPicos + wait.picos(), Event.of(Event.WAITED, block));
        }
        return true;
    }

    /** Returns the grid of a block that is resident. */
    Grid grid(int block) {
        Grid grid = grids[block];
        if (grid == null) {
            throw new IllegalStateException("block %d is asked for but not resident".formatted(block));
        }
        return grid;
    }

    /** Forgets a block that has come to its end. */
    void end(int block) {
        grids[block] = null;
        kinds[block] = NONE;
        if (freeCount == freeIds.length) {
            freeIds = Arrays.copyOf(freeIds, 2 * freeCount);
        }
        freeIds[freeCount++] = block;
    }

    private int newId() {
        if (ids == grids.length) {
            grids = Arrays.copyOf(grids, 2 * ids);
            kinds = Arrays.copyOf(kinds, 2 * ids);
            nextStep = Arrays.copyOf(nextStep, 2 * ids);
            sms = Arrays.copyOf(sms, 2 * ids);
            startPicos = Arrays.copyOf(startPicos, 2 * ids);
            shares = Arrays.copyOf(shares, 2 * ids);
            flows = Arrays.copyOf(flows, 2 * ids);
        }
        return ids++;
    }
}

package dev.diptych.sim.ptx.exec;

import dev.diptych.model.InputException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Runs the blocks of a grid in the order of their indices, each to its end. A block whose warps all go round in circles for long waits for
 * another block, as at a barrier of the whole grid: then the next one runs beside it, and all such blocks take turns.
 */
public final class GridRunner {
    /** Slices of every warp after which a block makes room for others. */
    private static final int BLOCK_SLICES = 64;

    /** More blocks than any GPU holds at a time: kernels that wait for that many cannot run on one either. */
    private static final int MOST_WAITING = 8448;
    /** Turns in which no block ends, each of some hundred thousand segments a warp, after which none ever will. */
    private static final int MOST_IDLE_TURNS = 4096;
    /** The same where blocks are left out that others may wait for. */
    private static final int MOST_IDLE_TURNS_OF_SAMPLE = 4;

    private final GridRun grid;
    private final Deque<Block> waiting = new ArrayDeque<>();
    private final List<Block> free = new ArrayList<>();

    public GridRunner(GridRun grid) {
        this.grid = grid;
    }

    /** Which blocks to run. */
    public interface Blocks {
        /** Returns the linear index of one of them. */
        long block(long i);
    }

    /** Takes what a block has done, once it has ended. */
    public interface Ended {
        /** Takes its counts, which are valid during the call only. */
        void ended(BlockCounts counts);
    }

    /**
     * Runs blocks.
     *
     * @throws KernelFault when a thread does what a GPU would answer with an error
     * @throws EndlessWait when blocks go round in circles without end, as they do when one waits for a block that is left out
     */
    public void run(Blocks blocks, long count, Ended ended) {
        int mostIdleTurns = count < grid.grid().count() ? MOST_IDLE_TURNS_OF_SAMPLE : MOST_IDLE_TURNS;
        for (long i = 0; i < count; i++) {
            Block block = free.isEmpty() ? new Block(grid) : free.remove(free.size() - 1);
            block.begin(blocks.block(i));
            if (block.run(BLOCK_SLICES)) {
                end(block, ended);
            } else {
                waiting.add(block);
                if (waiting.size() > MOST_WAITING) {
                    throw new InputException("kernel %s: more than %d blocks wait for each other; no GPU holds as many"
                            .formatted(grid.code().name(), MOST_WAITING));
                }
            }
            turn(ended);
        }
        int idleTurns = 0;
        while (!waiting.isEmpty()) {
            idleTurns = turn(ended) ? 0 : idleTurns + 1;
            if (idleTurns > mostIdleTurns) {
                throw new EndlessWait(grid.code().name(), waiting.size());
            }
        }
    }

    /** Gives every waiting block its turn; returns whether one of them ended. */
    private boolean turn(Ended ended) {
        int before = waiting.size();
        for (int i = waiting.size(); i > 0; i--) {
            Block block = waiting.remove();
            if (block.run(BLOCK_SLICES)) {
                end(block, ended);
            } else {
                waiting.add(block);
            }
        }
        return waiting.size() < before;
    }

    private void end(Block block, Ended ended) {
        ended.ended(new BlockCounts(block));
        free.add(block);
    }
}

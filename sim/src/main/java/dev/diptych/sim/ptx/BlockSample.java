package dev.diptych.sim.ptx;

/**
 * Which blocks of a grid are executed: all, or runs of consecutive blocks that lie evenly in it, the first run at its beginning and the last
 * at its end.
 *
 * @param first the block with which the part of the grid begins that is sampled
 * @param runs how many
 * @param runBlocks of each
 */
public record BlockSample(long first, long runs, long runBlocks) {
    /** All blocks. */
    public static final BlockSample ALL = new BlockSample(1, Long.MAX_VALUE);

    public BlockSample {
        if (first < 0 || runs < 1 || runBlocks < 1) {
            throw new IllegalArgumentException("a sample has at least 1 run of 1 block, not %d of %d from block %d"
                    .formatted(runs, runBlocks, first));
        }
    }

    /** Runs in the whole grid. */
    public BlockSample(long runs, long runBlocks) {
        this(0, runs, runBlocks);
    }

    /** One block alone. */
    public static BlockSample one(long block) {
        return new BlockSample(block, 1, 1);
    }

    /** Returns how many of a grid's blocks are executed. */
    long size(long grid) {
        return isAll(grid - first) ? grid - first : runs * runBlocks;
    }

    private boolean isAll(long part) {
        return runs >= part / runBlocks;
    }

    /** Returns the linear index of one of them; they ascend. */
    long block(long i, long grid) {
        long part = grid - first;
        if (isAll(part) || runs == 1) {
            return first + i;
        }
        long run = i / runBlocks;
        // Products of large grids may not fit, so whole steps and the rest go apart.
        long step = (part - runBlocks) / (runs - 1);
        long rest = (part - runBlocks) % (runs - 1);
        return first + run * step + run * rest / (runs - 1) + i % runBlocks;
    }
}

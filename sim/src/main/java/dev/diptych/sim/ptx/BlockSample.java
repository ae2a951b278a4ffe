package dev.diptych.sim.ptx;

/**
 * Which blocks of a grid are executed: all, or runs of consecutive blocks that lie evenly in it, the first run at its beginning and the last
 * at its end.
 *
 * @param runs how many
 * @param runBlocks of each
 */
public record BlockSample(long runs, long runBlocks) {
    /** All blocks. */
    public static final BlockSample ALL = new BlockSample(1, Long.MAX_VALUE);

    public BlockSample {
        if (runs < 1 || runBlocks < 1) {
            throw new IllegalArgumentException(
                    "a sample has at least 1 run of 1 block, not %d of %d".formatted(runs, runBlocks));
        }
    }

    /** Returns how many of a grid's blocks are executed. */
    long size(long grid) {
        return isAll(grid) ? grid : runs * runBlocks;
    }

    /** Returns whether these are all blocks of a grid. */
    public boolean isAll(long grid) {
        return runs >= grid / runBlocks;
    }

    /** Returns the linear index of one of them; they ascend. */
    long block(long i, long grid) {
        if (isAll(grid) || runs == 1) {
            return i;
        }
        long run = i / runBlocks;
        // Products of large grids may not fit, so whole steps and the rest go apart.
        long step = (grid - runBlocks) / (runs - 1);
        long rest = (grid - runBlocks) % (runs - 1);
        return run * step + run * rest / (runs - 1) + i % runBlocks;
    }
}

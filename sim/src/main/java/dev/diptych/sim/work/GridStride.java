package dev.diptych.sim.work;

import java.util.SortedSet;

/**
 * A loop that walks {@code items} in steps of the whole grid: walker {@code w} of all takes items {@code w}, {@code w + walkers}, and so
 * on. A walker is a thread, or a group of threads that share an item. The first {@code items % walkers} walkers have one item more than
 * the rest, so a grid has at most three kinds of blocks: all long, one mixed, all short.
 *
 * @param blocks of the grid, in the order in which they are numbered
 * @param perBlock walkers of a block
 */
record GridStride(long items, long blocks, int perBlock) {

    /** Returns how many items every walker has at least: the steps in which no walker of the grid is idle. */
    long fullSteps() {
        return items / (blocks * perBlock);
    }

    /** Returns how many walkers of a block have one item more. */
    int longWalkers(long block) {
        long all = items % (blocks * perBlock);
        return (int) Math.max(0, Math.min(perBlock, all - block * perBlock));
    }

    /** Returns the first item of a block in a step. */
    long firstItem(long block, long step) {
        return (step * blocks + block) * perBlock;
    }

    /** Adds the blocks from which on a block does something else than its predecessor. */
    void addCuts(SortedSet<Long> cuts) {
        long all = items % (blocks * perBlock);
        cuts.add(all / perBlock);
        cuts.add((all + perBlock - 1) / perBlock);
    }
}

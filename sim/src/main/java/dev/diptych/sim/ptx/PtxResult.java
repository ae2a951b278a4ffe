package dev.diptych.sim.ptx;

import java.util.Comparator;
import java.util.List;

/**
 * What came of a launch.
 *
 * @param gridBlocks of the launch; {@code counts.blocks()} of them were executed
 * @param blocks counts of each executed block, by ascending index; empty if warps were not scheduled
 */
public record PtxResult(long gridBlocks, Counts counts, List<OfBlock> blocks) {
    /**
     * What one block did.
     *
     * @param block its linear index
     */
    public record OfBlock(long block, Counts counts) {
        /** Returns what it asks of a multiprocessor. */
        public Demand demand() {
            return counts.demand();
        }
    }

    public PtxResult {
        blocks =
                blocks.stream().sorted(Comparator.comparingLong(OfBlock::block)).toList();
    }
}

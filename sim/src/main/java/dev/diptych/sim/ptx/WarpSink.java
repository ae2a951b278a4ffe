package dev.diptych.sim.ptx;

/** Takes the counts of warps, one after the other as their blocks end. */
public interface WarpSink {
    /**
     * Takes what one warp did.
     *
     * @param block linear index
     * @param warp of the block
     */
    void ended(long block, int warp, Counts counts);
}

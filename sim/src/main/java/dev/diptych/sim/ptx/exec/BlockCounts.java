package dev.diptych.sim.ptx.exec;

/** What the warps of one block have done. */
public final class BlockCounts {
    private final Block block;

    BlockCounts(Block block) {
        this.block = block;
    }

    /** Returns the block's linear index. */
    public long block() {
        return block.linearIndex();
    }

    public int warps() {
        return block.warps();
    }

    /** Adds what one warp has done to a total. */
    public void addTo(Totals totals, int warp) {
        totals.add(state(warp).counts);
    }

    private Warp state(int warp) {
        return block.warp(warp).warp();
    }

    /** Returns the instructions of one warp. */
    public long warpInstructions(int warp) {
        return state(warp).clock;
    }

    /** Returns the rounds of global loads of one warp that wait for each other; 0 if they were not followed. */
    public int loadRounds(int warp) {
        LoadChains chains = state(warp).chains;
        return chains == null ? 0 : chains.rounds();
    }

    /** Returns the longest chain of global loads of one warp each of which depends on the one before; 0 if they were not followed. */
    public int loadChain(int warp) {
        LoadChains chains = state(warp).chains;
        return chains == null ? 0 : chains.longestChain();
    }
}

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

    /** Returns the cycles of one warp besides its rounds, as its {@link Schedule} has them; 0 if there is none. */
    public long chainCycles(int warp) {
        Schedule schedule = state(warp).schedule;
        return schedule == null ? 0 : schedule.cycles();
    }

    /** Returns the rounds of one warp: its waits, one after the other, for memory beyond the first level; 0 if it has no schedule. */
    public long chainRounds(int warp) {
        Schedule schedule = state(warp).schedule;
        return schedule == null ? 0 : schedule.endRounds();
    }

    /** Returns the cycles of the block, from its first instruction to the end of its last warp, besides its rounds; 0 without a schedule. */
    public long chainCycles() {
        BlockSchedule schedule = block.schedule();
        return schedule == null ? 0 : schedule.cycles();
    }

    /** Returns the rounds of the block, which are those of the warp that ends last. */
    public long chainRounds() {
        BlockSchedule schedule = block.schedule();
        return schedule == null ? 0 : schedule.rounds();
    }

    /** Returns how often waits and the use of pipes take turns in the warp that ends last; 1 without a schedule. */
    public double turns() {
        BlockSchedule schedule = block.schedule();
        return schedule == null ? 1 : schedule.turns();
    }

    /** Returns how often they take turns in one warp. */
    public double turns(int warp) {
        Schedule schedule = state(warp).schedule;
        return schedule == null ? 1 : schedule.turns();
    }

    /** Returns when the block ends, to compare blocks by. */
    public long chain() {
        BlockSchedule schedule = block.schedule();
        return schedule == null ? 0 : schedule.end();
    }

    /** Returns when a warp ends, to compare warps by. */
    public long chain(int warp) {
        Schedule schedule = state(warp).schedule;
        return schedule == null ? 0 : schedule.end();
    }
}

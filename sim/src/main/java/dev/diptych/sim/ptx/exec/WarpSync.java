package dev.diptych.sim.ptx.exec;

/** {@code bar.warp.sync}: waits for the lanes of a mask and orders their accesses to memory. */
public record WarpSync(Source members, Guard guard) implements WarpOperation {
    @Override
    public void execute(Warp warp, int mask) {
        warp.syncs++;
    }

    @Override
    public int members(Warp warp, int mask) {
        return members.value(warp, Integer.numberOfTrailingZeros(mask));
    }

    @Override
    public int guarded(Warp warp, int mask) {
        return guard.of(warp, mask);
    }
}

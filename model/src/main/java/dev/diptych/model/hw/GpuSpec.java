package dev.diptych.model.hw;

/**
 * One GPU.
 *
 * @param name as its vendor calls it
 * @param sms streaming multiprocessors that run blocks
 * @param clock of the SMs, under load
 * @param slices of {@code l2}
 */
public record GpuSpec(
        String name,
        int sms,
        Frequency clock,
        SmSpec sm,
        CacheSpec l1,
        CacheSpec l2,
        SliceSpec slices,
        MemorySpec memory,
        DispatchSpec dispatch) {
    public GpuSpec {
        Bounds.atLeast("sms", sms, 1);
    }

    /** Returns a GPU that holds and keeps the same, with every latency at 0 and every rate and share at 1: what a kernel's work may depend on. */
    public GpuSpec withoutTimes() {
        SmSpec shape = new SmSpec(
                sm.threads(),
                sm.blocks(),
                sm.registers(),
                sm.registersPerWarpGranule(),
                sm.warpGranule(),
                sm.sharedBytes(),
                sm.sharedBytesPerBlock(),
                sm.sharedGranuleBytes(),
                sm.sharedReservedBytesPerBlock(),
                new PipeSpec(1, 1, 1, 1, 1, 1, 1, 1),
                new LatencySpec(0, 0, 0, 0, 0, 0, 0, 0),
                1);
        return new GpuSpec(
                name,
                sms,
                new Frequency(1),
                shape,
                withoutTimes(l1),
                withoutTimes(l2),
                new SliceSpec(1, 1, 0),
                new MemorySpec(memory.bytes(), 1, 1, 1, 0, 0, 0, 0),
                new DispatchSpec(
                        dispatch.hardwareQueues(), dispatch.residentGrids(), 1, 0, 0, 0, dispatch.copyEngines()));
    }

    private static CacheSpec withoutTimes(CacheSpec cache) {
        return new CacheSpec(
                cache.bytes(), cache.effectiveBytes(), cache.lineBytes(), cache.sectorBytes(), cache.ways(), 0, 1);
    }
}

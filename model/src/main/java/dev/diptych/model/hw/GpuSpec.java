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

    /**
     * Returns it with arbitrary figures for everything that a schedule of one multiprocessor's instructions does not depend on: clock, what it
     * sends to the second-level cache, that cache but for its shape, memory and dispatch.
     */
    public GpuSpec ofOneSm() {
        return new GpuSpec(
                name,
                sms,
                new Frequency(1),
                sm.withStoreBytesPerCycle(1),
                l1,
                withoutTimes(l2),
                new SliceSpec(1, 1, 1, 1, 0),
                new MemorySpec(memory.bytes(), 1, 1, 1, 0, 0, 0, 0, 0, 0, 0),
                new DispatchSpec(
                        dispatch.hardwareQueues(),
                        dispatch.residentGrids(),
                        1,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        dispatch.copyEngines()));
    }

    private static CacheSpec withoutTimes(CacheSpec cache) {
        return new CacheSpec(
                cache.bytes(),
                cache.effectiveBytes(),
                cache.lineBytes(),
                cache.sectorBytes(),
                cache.fillBytes(),
                cache.ways(),
                cache.partitions(),
                0,
                1);
    }
}

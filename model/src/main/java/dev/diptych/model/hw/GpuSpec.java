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
}

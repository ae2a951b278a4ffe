package dev.diptych.model.hw;

/** One GPU. */
public record GpuSpec(
        String name,
        int sms,
        Frequency clock,
        SmSpec sm,
        CacheSpec l1,
        CacheSpec l2,
        MemorySpec memory,
        DispatchSpec dispatch) {}

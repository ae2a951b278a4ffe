package dev.diptych.sim.work;

import com.google.auto.service.AutoService;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.op.Launch;
import dev.diptych.model.work.WorkProfile;
import java.util.Set;

/**
 * All kernels of {@code surrogate.cu}: {@link Spin} between reading as many words as a thread holds registers beyond the first ten, and using
 * them, two instructions each. Warps sleep between polls, so the last poll comes late by a part of a sleep.
 */
@AutoService(KernelWork.class)
public final class Surrogate implements KernelWork {
    private static final int OTHER_REGISTERS = 10;
    /** What a sleep of 100 ns adds to a block that polls all the time, as measured on an H200 with 1 to 1056 blocks: 0.09 to 0.17 us. */
    private static final double LATE_MICROS = 0.13;

    @Override
    public String name() {
        return "surrogate";
    }

    @Override
    public String summary() {
        return "lets every block last a number of cycles and hold registers meanwhile";
    }

    @Override
    public None defaults() {
        return new None();
    }

    @Override
    public WorkProfile profile(Launch launch, Platform platform, Gpu gpu, KnownBytes bytes) {
        LaunchArgs args = new LaunchArgs(this, launch, 1);
        int held = Math.max(launch.kernel().registersPerThread() - OTHER_REGISTERS, 0);
        // Each word's use waits for the one before it; the loads before come one a cycle.
        long holdingCycles = Math.round((1 + platform.spec(gpu).sm().latencies().arithmeticCycles()) * held);
        long lateCycles = Math.round(LATE_MICROS * platform.spec(gpu).clock().megahertz());
        return Spin.waiting(
                launch, args.count(0, "cycles") + holdingCycles + lateCycles, Spin.INSTRUCTIONS + 1 + 2 * held);
    }

    @Override
    public Set<Integer> readOnlyArgs() {
        return Set.of();
    }
}

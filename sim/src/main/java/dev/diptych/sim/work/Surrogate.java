package dev.diptych.sim.work;

import com.google.auto.service.AutoService;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.op.Launch;
import dev.diptych.model.work.WorkProfile;
import java.util.Set;

/**
 * All kernels of {@code surrogate.cu}: {@link Spin} between reading as many words as a thread holds registers beyond the first ten, and using
 * them, two instructions each.
 */
@AutoService(KernelWork.class)
public final class Surrogate implements KernelWork {
    private static final int OTHER_REGISTERS = 10;

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
        return Spin.waiting(launch, args.count(0, "cycles") + holdingCycles, Spin.INSTRUCTIONS + 2 * held);
    }

    @Override
    public Set<Integer> readOnlyArgs() {
        return Set.of();
    }
}

package dev.diptych.sim.work;

import com.google.auto.service.AutoService;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.op.Launch;
import dev.diptych.model.work.WorkProfile;
import java.util.Set;

/**
 * {@code spin_reporting} of {@code spin.cu}: {@code spin} with block notices. A block that counts itself waits for two accesses that the L2
 * cache serves, the ring's description and the counter; one in {@code blocksPerNotice} waits for two more, the ring's head and the fence,
 * and that is spread over the blocks of the notice. Start and end cost the same. The store to the host waits for nobody.
 *
 * <p>The notice ring is not an argument of the launch: who runs the launch appends it.
 */
@AutoService(KernelWork.class)
public final class SpinReporting implements KernelWork {
    /** Instructions of the PTX on the way of a thread that reports nothing, with one poll. */
    private static final int INSTRUCTIONS = 27;

    private static final int COUNT_ACCESSES = 2;
    private static final int NOTICE_ACCESSES = 2;

    @Override
    public String name() {
        return "spin/spin_reporting";
    }

    @Override
    public String summary() {
        return "lets every block last a number of cycles and report itself";
    }

    @Override
    public None defaults() {
        return new None();
    }

    @Override
    public WorkProfile profile(Launch launch, Platform platform, Gpu gpu, KnownBytes bytes) {
        LaunchArgs args = new LaunchArgs(this, launch, 1);
        return Spin.waiting(launch, args.count(0, "cycles") + noticeCycles(launch, platform.spec(gpu)), INSTRUCTIONS);
    }

    @Override
    public Set<Integer> readOnlyArgs() {
        return Set.of();
    }

    private static long noticeCycles(Launch launch, GpuSpec gpu) {
        if (launch.blocksPerNotice() == 0) {
            return 0;
        }
        long hit = gpu.l2().hitCycles();
        return 2 * (COUNT_ACCESSES * hit + NOTICE_ACCESSES * hit / launch.blocksPerNotice());
    }
}

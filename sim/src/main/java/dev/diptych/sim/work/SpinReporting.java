package dev.diptych.sim.work;

import com.google.auto.service.AutoService;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.op.Launch;
import dev.diptych.model.work.WorkProfile;
import java.util.Set;

/**
 * {@code spin_reporting} of {@code spin.cu}: {@code spin} with block notices, whose cost is that of all launches that report ({@link NoticeCost}).
 *
 * <p>The notice ring is not an argument of the launch: who runs the launch appends it.
 */
@AutoService(KernelWork.class)
public final class SpinReporting implements KernelWork {
    /** Instructions of the PTX on the way of a thread that reports nothing, with one poll. */
    private static final int INSTRUCTIONS = 27;

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
        return Spin.waiting(launch, args.count(0, "cycles"), INSTRUCTIONS);
    }

    @Override
    public Set<Integer> readOnlyArgs() {
        return Set.of();
    }
}

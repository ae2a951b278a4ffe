package dev.diptych.sim.work;

import com.google.auto.service.AutoService;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.op.Launch;
import dev.diptych.model.work.BlockClass;
import dev.diptych.model.work.Phase;
import dev.diptych.model.work.WorkProfile;
import java.util.List;
import java.util.Set;

/**
 * {@code spin} of {@code spin.cu}: blocks that wait for the clock. How often a warp polls depends on what else runs, and its polls give way to
 * other warps; one poll is counted, the least there is.
 */
@AutoService(KernelWork.class)
public final class Spin implements KernelWork {
    /** Instructions of the PTX with one poll. */
    static final int INSTRUCTIONS = 7;

    @Override
    public String name() {
        return "spin/spin";
    }

    @Override
    public String summary() {
        return "lets every block last a number of cycles";
    }

    @Override
    public None defaults() {
        return new None();
    }

    @Override
    public WorkProfile profile(Launch launch, Platform platform, Gpu gpu, KnownBytes bytes) {
        LaunchArgs args = new LaunchArgs(this, launch, 1);
        return waiting(launch, args.count(0, "cycles"), INSTRUCTIONS);
    }

    @Override
    public Set<Integer> readOnlyArgs() {
        return Set.of();
    }

    static WorkProfile waiting(Launch launch, long cycles, int instructions) {
        long warps = Warps.holding(launch.block().count());
        return new WorkProfile(
                List.of(new BlockClass(
                        launch.grid().count(),
                        List.of(Phase.compute(warps * instructions, Math.max(cycles, instructions))))),
                List.of());
    }
}

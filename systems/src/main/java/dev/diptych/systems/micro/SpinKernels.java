package dev.diptych.systems.micro;

import com.google.auto.service.AutoService;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Dim;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Plan;
import dev.diptych.model.run.Program;
import dev.diptych.model.run.SystemPlugin;
import dev.diptych.systems.Setting;
import dev.diptych.systems.plan.NativeKernel;
import java.util.Collections;
import java.util.List;

/** Kernels that wait: launches, queues, dispatch and block notices, without any memory in the way. */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(SystemPlugin.class)
public final class SpinKernels implements SystemPlugin<SpinKernels.Settings> {
    /**
     * How long, how many, and in which order.
     *
     * @param cycles that each block spins, in SM clocks
     * @param launches for each request
     * @param chained whether a launch follows the one before it in one stream, or each has a stream of its own
     * @param blocksPerNotice 0, or how many block starts and ends make a notice to the controller
     */
    public record Settings(
            long cycles,
            int blocks,
            int threads,
            int dynamicSharedBytes,
            int launches,
            boolean chained,
            int blocksPerNotice) {}

    /** Half an hour at 2 GHz; many more no longer fit into 63 bits of a clock's picoseconds. */
    private static final long MOST_CYCLES = 1L << 42;

    @Override
    public String name() {
        return "spin";
    }

    @Override
    public String summary() {
        return "kernels that wait, chained or side by side, with or without block notices";
    }

    @Override
    public Settings defaults() {
        return new Settings(2000, 132, 128, 0, 1, true, 0);
    }

    @Override
    public Program program(Settings settings) {
        Setting.atLeast(0, "cycles", settings.cycles());
        Setting.atMost(MOST_CYCLES, "cycles", settings.cycles());
        Setting.blocks(settings.blocks());
        Setting.threads(settings.threads());
        Setting.atLeast(0, "dynamicSharedBytes", settings.dynamicSharedBytes());
        Setting.operations("launches", settings.launches());
        Setting.atLeast(0, "blocksPerNotice", settings.blocksPerNotice());
        Launch launch = new Launch(
                NativeKernel.of("spin", settings.blocksPerNotice() > 0 ? "spin_reporting" : "spin"),
                Dim.of(settings.blocks()),
                Dim.of(settings.threads()),
                settings.dynamicSharedBytes(),
                List.of(new Arg.I64(settings.cycles())),
                settings.blocksPerNotice());
        List<Launch> launches = Collections.nCopies(settings.launches(), launch);
        return host -> new PlanPerRequest(
                host, new Gpu(0), settings.chained() ? Plan.chain("spin", launches) : Plan.parallel("spin", launches));
    }
}

package dev.diptych.sim;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Kernel;
import dev.diptych.model.op.Launch;
import dev.diptych.model.run.Arrival;
import dev.diptych.model.run.Controller;
import dev.diptych.model.run.Host;
import dev.diptych.model.work.Footprint;
import dev.diptych.model.work.WorkProfile;
import dev.diptych.sim.ptx.PtxLaunch;
import dev.diptych.sim.ptx.memory.GlobalMemory;
import dev.diptych.sim.work.ExecutedWork;
import dev.diptych.sim.work.KernelWork;
import dev.diptych.sim.work.KnownBytes;
import java.util.List;
import java.util.Set;

/**
 * How long one launch takes, alone on the first GPU of a platform.
 *
 * @param nanos from the begin of its first block to the end of its last
 * @param profile what it does
 */
public record Prediction(long nanos, WorkProfile profile) {
    private static final Gpu GPU = new Gpu(0);
    private static final String MODULE = "predicted";

    /**
     * Predicts a launch.
     *
     * @param memory as the launch finds it; it stays as it is
     * @param registersPerThread that the kernel takes, 0 if that is not known: then they limit nothing
     * @throws dev.diptych.model.InputException when no multiprocessor has room for a block, or an executed block does what a GPU would answer
     *     with an error
     */
    public static Prediction of(PtxLaunch launch, GlobalMemory memory, Platform platform, int registersPerThread) {
        GpuSpec spec = platform.spec(GPU);
        Launch simulated = new Launch(
                new Kernel(
                        MODULE,
                        launch.kernel().name(),
                        registersPerThread,
                        launch.kernel().staticSharedBytes()),
                launch.grid(),
                launch.block(),
                launch.dynamicSharedBytes(),
                List.of(),
                0);
        int blocksPerSm =
                Footprint.of(simulated, spec.sm()).sharing(launch.grid().count(), spec);
        WorkProfile profile = ExecutedWork.of(
                        launch, GPU, spec, memory, blocksPerSm, region -> (int) (region.address() >>> 40), false)
                .profile();
        Alone alone = new Alone();
        try (SimBackend backend =
                new SimBackend(platform, 0, SimSettings.DEFAULTS, List.of(new Known(simulated, profile)))) {
            backend.run(
                    host -> {
                        host.submit(GPU, 0, Host.NO_REQUEST, simulated);
                        return alone;
                    },
                    List.of());
        }
        return new Prediction(alone.nanos, profile);
    }

    /** Returns the time in microseconds. */
    public double micros() {
        return nanos / 1000.0;
    }

    private static final class Alone implements Controller {
        private long nanos;

        @Override
        public void onArrival(Arrival arrival) {}

        @Override
        public void onOpDone(long opId, long startNanos, long endNanos) {
            nanos = endNanos - startNanos;
        }

        @Override
        public void onBlocks(long opId, int started, int finished) {}

        @Override
        public void onValue(long opId, Bytes value) {}

        @Override
        public void onTimer(long timerId) {}
    }

    /** The one kernel of such a run. */
    private record Known(Launch launch, WorkProfile profile) implements KernelWork {
        @Override
        public String name() {
            return MODULE + "/" + launch.kernel().entry();
        }

        @Override
        public String summary() {
            return "a launch whose work is known";
        }

        @Override
        public None defaults() {
            return new None();
        }

        @Override
        public WorkProfile profile(Launch asked, Platform platform, Gpu gpu, KnownBytes bytes) {
            return profile;
        }

        @Override
        public Set<Integer> readOnlyArgs() {
            return Set.of();
        }
    }
}

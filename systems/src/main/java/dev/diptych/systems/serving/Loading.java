package dev.diptych.systems.serving;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.op.Op;
import dev.diptych.model.run.Host;
import dev.diptych.systems.serving.scheduler.Scheduler;
import dev.diptych.systems.serving.workload.Blueprint;
import java.util.List;

/** Puts models on a GPU before the first request: as many instances of each as jobs may run, each batch size by itself. */
final class Loading {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int INSTANCES = 8;

    private final Host host;
    private final Gpu gpu;
    private final ServingSettings settings;
    private final Scheduler scheduler;
    private final WarmUp warmUp;

    Loading(Host host, Gpu gpu, ServingSettings settings, Scheduler scheduler, WarmUp warmUp) {
        this.host = host;
        this.gpu = gpu;
        this.settings = settings;
        this.scheduler = scheduler;
        this.warmUp = warmUp;
    }

    /** Returns a model, loaded and warmed up. */
    ServedModel load(int index, Blueprint blueprint) {
        ServingSettings.Model model = settings.models().get(index);
        boolean isGathering = scheduler.batching().isGathering();
        int instances =
                model.instances().orElse(isGathering ? scheduler.batching().instances() : INSTANCES);
        ServedModel served = new ServedModel(
                index,
                model.name(),
                model.priority().orElse(0),
                model.deadlineMillis()
                        .map(millis -> Math.round(millis * NANOS_PER_MILLI))
                        .orElse(Job.NEVER),
                instances);
        for (int batch : isGathering ? scheduler.batching().sizes() : List.of(1)) {
            served.add(batch, pool(blueprint, batch, instances));
        }
        return served;
    }

    private InstancePool pool(Blueprint blueprint, int batch, int instances) {
        List<Op> ops = blueprint.instance(host, gpu, batch);
        OpTimes times = new OpTimes(
                ops.size(),
                blueprint.profileMicros(host, gpu, batch),
                settings.opTimes() == ServingSettings.Times.MEASURED);
        InstancePool pool = new InstancePool(!blueprint.hasMemory(), times);
        pool.giveBack(instance(ops, times, blueprint, batch));
        for (int i = 1; i < instances && blueprint.hasMemory(); i++) {
            pool.giveBack(instance(blueprint.instance(host, gpu, batch), times, blueprint, batch));
        }
        for (int i = 0; i < settings.warmUps(); i++) {
            warmUp.run(times, ops);
        }
        return pool;
    }

    private Instance instance(List<Op> ops, OpTimes times, Blueprint blueprint, int batch) {
        GpuSpec spec = host.platform().spec(gpu);
        return new Instance(ops, blueprint.bounds(batch), times, scheduler.blocksPerNotice(), spec.sm());
    }
}

package dev.diptych.systems.serving;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.run.Host;
import dev.diptych.systems.serving.scheduler.Scheduler;
import dev.diptych.systems.serving.workload.Blueprint;
import dev.diptych.systems.serving.workload.Recipe;
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
    private final SoloRuns soloRuns;

    Loading(Host host, Gpu gpu, ServingSettings settings, Scheduler scheduler, WarmUp warmUp, SoloRuns soloRuns) {
        this.host = host;
        this.gpu = gpu;
        this.settings = settings;
        this.scheduler = scheduler;
        this.warmUp = warmUp;
        this.soloRuns = soloRuns;
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
        Blueprint placed = blueprint.on(host, gpu);
        for (int batch : isGathering ? scheduler.batching().sizes() : List.of(1)) {
            served.add(batch, pool(placed, batch, instances));
        }
        return served;
    }

    private InstancePool pool(Blueprint blueprint, int batch, int instances) {
        Recipe recipe = blueprint.instance(host, gpu, batch);
        OpTimes times = new OpTimes(
                recipe.turns().get(0).size(),
                blueprint.profileMicros(host, gpu, batch),
                settings.opTimes() == ServingSettings.Times.MEASURED);
        InstancePool pool = new InstancePool(!blueprint.hasMemory(), times);
        Instance first = instance(recipe, times, blueprint, batch);
        pool.giveBack(first);
        for (int i = 1; i < instances && blueprint.hasMemory(); i++) {
            pool.giveBack(instance(blueprint.instance(host, gpu, batch), times, blueprint, batch));
        }
        for (int i = 0; i < settings.warmUps(); i++) {
            warmUp.run(first);
            if (scheduler.reporting().isOn()) {
                warmUp.runReporting(first);
            }
        }
        return pool;
    }

    private Instance instance(Recipe recipe, OpTimes times, Blueprint blueprint, int batch) {
        soloRuns.run(recipe);
        GpuSpec spec = host.platform().spec(gpu);
        return new Instance(recipe, blueprint.bounds(batch), times, scheduler.reporting(), spec.sm());
    }
}

package dev.diptych.systems.embedding.policy;

import com.google.auto.service.AutoService;
import dev.diptych.model.InputException;
import dev.diptych.model.placement.Placement;
import dev.diptych.model.placement.PlacementProblem;
import dev.diptych.model.placement.PlacementSolver;

/** One GPU stores the hottest entries; those that reach it read them there, all others from the host. */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(PlacementSolver.class)
public final class SingleGpu implements StaticPolicy<SingleGpu.Settings> {
    /**
     * The GPU that has the cache.
     *
     * @param gpu its index
     */
    public record Settings(int gpu) {}

    @Override
    public String name() {
        return "single-gpu";
    }

    @Override
    public String summary() {
        return "one GPU has the hottest rows for all";
    }

    @Override
    public Settings defaults() {
        return new Settings(0);
    }

    @Override
    public Placement place(PlacementProblem problem, Settings settings) {
        if (settings.gpu < 0 || settings.gpu >= problem.gpus()) {
            throw new InputException("gpu %d: should be from 0 to %d".formatted(settings.gpu, problem.gpus() - 1));
        }
        RankedEntries entries = new RankedEntries(problem);
        entries.replicate(problem.capacityRows().get(settings.gpu), 1L << settings.gpu);
        return entries.rest();
    }
}

package dev.diptych.systems.embedding.policy;

import com.google.auto.service.AutoService;
import dev.diptych.model.placement.Placement;
import dev.diptych.model.placement.PlacementProblem;
import dev.diptych.model.placement.PlacementSolver;
import dev.diptych.model.plugin.Plugin;

/** No GPU stores anything. */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(PlacementSolver.class)
public final class HostOnly implements StaticPolicy<Plugin.None> {
    @Override
    public String name() {
        return "host-only";
    }

    @Override
    public String summary() {
        return "every row is read from the host";
    }

    @Override
    public None defaults() {
        return new None();
    }

    @Override
    public Placement place(PlacementProblem problem, None settings) {
        return new RankedEntries(problem).rest();
    }
}

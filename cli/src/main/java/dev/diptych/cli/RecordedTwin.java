package dev.diptych.cli;

import dev.diptych.model.config.ConfigNode;
import dev.diptych.model.config.Yaml;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.run.Backend;
import dev.diptych.model.run.Recording;
import dev.diptych.model.run.RunLog;
import dev.diptych.sim.machine.ProfileStore;
import dev.diptych.validation.accuracy.Comparison;
import dev.diptych.validation.calibration.Twin;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A recorded run and its experiment on the simulator. Hardware varies from request to request, so an experiment asks for many; the simulator
 * does not, so a few show the same headline. That they do is tried out on the base platform, and a run whose headline needs all requests, such
 * as one in which a queue builds up, is always simulated whole.
 */
final class RecordedTwin implements Twin {
    /** How many requests are tried, the burn-in among them. */
    private static final List<Integer> FEW = List.of(2, 8);
    /** How far the headline of a few requests may be from that of all, as a share of it. */
    private static final double SAME = 5e-4;

    private final String name;
    private final Recorded recorded;
    private final Platform base;
    private final ProfileStore profiles = new ProfileStore();
    private @Nullable Shortened shortened;

    /** @param base the platform to try on how many requests are needed */
    RecordedTwin(Recorded recorded, Platform base) {
        name = recorded.directory().getFileName().toString();
        this.recorded = recorded;
        this.base = base;
    }

    /** The experiment, as it is measured over its first requests. */
    private record Shortened(Experiment experiment, int requests) {}

    /** Tries how many requests show the headline. */
    private Shortened shorten() {
        Experiment whole = recorded.experiment();
        RunLog log = simulate(whole, base, Integer.MAX_VALUE);
        double headline = whole.measure(log).get(0).value();
        int all = log.arrivals().rows();
        ConfigNode resolved = Yaml.parse(recorded.run().resolvedYaml(), name);
        for (int few : FEW) {
            if (2 * few <= all) {
                Experiment candidate = Experiment.of(FewRequests.shortened(resolved, few, all));
                double found =
                        candidate.measure(simulate(candidate, base, few)).get(0).value();
                if (Math.abs(found - headline) <= SAME * headline) {
                    return new Shortened(candidate, few);
                }
            }
        }
        return new Shortened(whole, all);
    }

    private RunLog simulate(Experiment experiment, Platform platform, int requests) {
        RunLog log = experiment.emptyLog();
        try (Backend backend = experiment.simulator(platform, profiles)) {
            backend.run(Recording.of(experiment.program(), log), FewRequests.first(experiment.arrivals(), requests));
        }
        return log;
    }

    @Override
    public String name() {
        return name;
    }

    // Synchronized, because profiles are kept for one run at a time.
    @Override
    public synchronized Comparison on(Platform platform) {
        return compare(recorded.experiment(), platform, Integer.MAX_VALUE);
    }

    @Override
    public synchronized Comparison quickly(Platform platform) {
        Shortened known = shortened;
        if (known == null) {
            known = shorten();
            shortened = known;
        }
        return compare(known.experiment(), platform, known.requests());
    }

    private Comparison compare(Experiment experiment, Platform platform, int count) {
        RunLog log = simulate(experiment, platform, count);
        return Comparison.headline(name, recorded.measure(), experiment.measure(log), "", "");
    }
}

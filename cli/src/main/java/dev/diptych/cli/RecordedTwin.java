package dev.diptych.cli;

import dev.diptych.model.config.ConfigNode;
import dev.diptych.model.config.ConfigNode.Mapping;
import dev.diptych.model.config.ConfigNode.Scalar;
import dev.diptych.model.config.ConfigNode.Sequence;
import dev.diptych.model.config.Yaml;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.run.Arrival;
import dev.diptych.model.run.Backend;
import dev.diptych.model.run.Recording;
import dev.diptych.model.run.RunLog;
import dev.diptych.sim.machine.ProfileStore;
import dev.diptych.validation.accuracy.Comparison;
import dev.diptych.validation.calibration.Twin;
import dev.diptych.validation.metric.Measurement;
import java.util.Iterator;
import java.util.List;

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
    private final List<Measurement> measured;
    private final Experiment whole;
    private final Experiment shortened;
    private final int requests;
    private final ProfileStore profiles;

    private RecordedTwin(
            String name,
            List<Measurement> measured,
            Experiment whole,
            Experiment shortened,
            int requests,
            ProfileStore profiles) {
        this.name = name;
        this.measured = measured;
        this.whole = whole;
        this.shortened = shortened;
        this.requests = requests;
        this.profiles = profiles;
    }

    /**
     * Returns the twin of a recorded run.
     *
     * @param base the platform to try on how many requests are needed
     */
    static RecordedTwin of(Recorded recorded, Platform base) {
        String name = recorded.directory().getFileName().toString();
        Experiment experiment = recorded.experiment();
        List<Measurement> measured = recorded.measure();
        ProfileStore profiles = new ProfileStore();
        RunLog log = simulate(experiment, base, profiles, Integer.MAX_VALUE);
        double headline = experiment.measure(log).get(0).value();
        int all = log.arrivals().rows();
        ConfigNode resolved = Yaml.parse(recorded.run().resolvedYaml(), name);
        for (int few : FEW) {
            if (2 * few <= all) {
                Experiment candidate = Experiment.of(shortened(resolved, few, all));
                double found = candidate
                        .measure(simulate(candidate, base, profiles, few))
                        .get(0)
                        .value();
                if (Math.abs(found - headline) <= SAME * headline) {
                    return new RecordedTwin(name, measured, experiment, candidate, few, profiles);
                }
            }
        }
        return new RecordedTwin(name, measured, experiment, experiment, all, profiles);
    }

    /** Returns an experiment with the first metric alone, which leaves out the same share of the requests at the front as before. */
    private static ConfigNode shortened(ConfigNode resolved, int few, int all) {
        if (!(resolved instanceof Mapping mapping
                && mapping.entries().get("metrics") instanceof Sequence metrics
                && metrics.items().get(0) instanceof Mapping headline)) {
            throw new IllegalStateException(resolved.where() + " was an experiment before");
        }
        ConfigNode one = headline;
        if (headline.entries().get("skip") instanceof Scalar skip) {
            long kept = Long.parseLong(skip.text()) * few / all;
            one = headline.with("skip", new Scalar(skip.where(), Long.toString(kept), Scalar.Kind.INTEGER));
        }
        return resolved.with("metrics", new Sequence(metrics.where(), List.of(one)));
    }

    private static RunLog simulate(Experiment experiment, Platform platform, ProfileStore store, int requests) {
        RunLog log = experiment.emptyLog();
        try (Backend backend = experiment.simulator(platform, store)) {
            backend.run(Recording.of(experiment.program(), log), first(experiment.arrivals(), requests));
        }
        return log;
    }

    private static Iterable<Arrival> first(Iterable<Arrival> all, int count) {
        return () -> {
            Iterator<Arrival> arrivals = all.iterator();
            return new Iterator<>() {
                private int left = count;

                @Override
                public boolean hasNext() {
                    return left > 0 && arrivals.hasNext();
                }

                @Override
                public Arrival next() {
                    left--;
                    return arrivals.next();
                }
            };
        };
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Comparison on(Platform platform) {
        return compare(whole, platform, Integer.MAX_VALUE);
    }

    @Override
    public Comparison quickly(Platform platform) {
        return compare(shortened, platform, requests);
    }

    private Comparison compare(Experiment experiment, Platform platform, int count) {
        // Profiles are kept for one run at a time.
        synchronized (profiles) {
            RunLog log = simulate(experiment, platform, profiles, count);
            return Comparison.headline(name, measured, experiment.measure(log), "");
        }
    }
}

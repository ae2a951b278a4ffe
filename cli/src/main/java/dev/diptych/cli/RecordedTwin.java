package dev.diptych.cli;

import dev.diptych.model.config.ConfigNode;
import dev.diptych.model.config.Yaml;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.run.Backend;
import dev.diptych.model.run.Recording;
import dev.diptych.model.run.RunLog;
import dev.diptych.sim.machine.ProfileStore;
import dev.diptych.sim.machine.Programs;
import dev.diptych.validation.accuracy.Comparison;
import dev.diptych.validation.calibration.Twin;
import dev.diptych.validation.metric.Measurement;
import java.util.List;

/** A recorded run and its experiment on the simulator, over as many requests as its headline needs. What was executed is kept. */
final class RecordedTwin implements Twin {
    private final String name;
    private final List<Measurement> measured;
    private final Experiment experiment;
    private final Platform platform;
    private final int requests;
    private final ProfileStore profiles;

    /** @param programs the modules that this and other runs launch */
    RecordedTwin(Recorded recorded, Programs programs) {
        name = recorded.name();
        measured = recorded.measure();
        int all = recorded.run().log().arrivals().rows();
        ConfigNode resolved = Yaml.parse(recorded.run().resolvedYaml(), name);
        requests = Experiment.of(resolved).servesAlike() ? Math.min(all, FewRequests.ENOUGH) : all;
        experiment = Experiment.of(FewRequests.shortened(resolved, requests, all));
        platform = RecordedHost.of(experiment.platform(), recorded.run().provenance());
        profiles = new ProfileStore(programs);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Comparison on(Platform platform) {
        return on(platform, "", "");
    }

    /**
     * Returns the same on the platform that the run's experiment names, with the host of the run.
     *
     * @param fitted what was fitted to the run
     * @param reason why its simulation is off
     */
    Comparison onItsPlatform(String fitted, String reason) {
        return on(platform, fitted, reason);
    }

    // Synchronized, because profiles are kept for one run at a time.
    private synchronized Comparison on(Platform platform, String fitted, String reason) {
        RunLog log = experiment.emptyLog();
        try (Backend backend = experiment.simulator(platform, profiles)) {
            backend.run(Recording.of(experiment.program(), log), FewRequests.first(experiment.arrivals(), requests));
        }
        return Comparison.headline(name, measured, experiment.measure(log), fitted, reason);
    }
}

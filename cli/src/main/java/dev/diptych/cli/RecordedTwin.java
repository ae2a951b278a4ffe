package dev.diptych.cli;

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
    private final int requests;
    private final ProfileStore profiles;

    /** @param programs the modules that this and other runs launch */
    RecordedTwin(Recorded recorded, Programs programs) {
        name = recorded.name();
        measured = recorded.measure();
        int all = recorded.run().log().arrivals().rows();
        requests = Math.min(all, FewRequests.ENOUGH);
        experiment =
                Experiment.of(FewRequests.shortened(Yaml.parse(recorded.run().resolvedYaml(), name), requests, all));
        profiles = new ProfileStore(programs);
    }

    @Override
    public String name() {
        return name;
    }

    // Synchronized, because profiles are kept for one run at a time.
    @Override
    public synchronized Comparison on(Platform platform) {
        RunLog log = experiment.emptyLog();
        try (Backend backend = experiment.simulator(platform, profiles)) {
            backend.run(Recording.of(experiment.program(), log), FewRequests.first(experiment.arrivals(), requests));
        }
        return Comparison.headline(name, measured, experiment.measure(log), "", "");
    }
}

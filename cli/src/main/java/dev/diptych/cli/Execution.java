package dev.diptych.cli;

import dev.diptych.clients.Reception;
import dev.diptych.model.run.Arrival;
import dev.diptych.model.run.Backend;
import dev.diptych.model.run.LiveRequests;
import dev.diptych.model.run.Recording;
import dev.diptych.model.run.RunLog;
import dev.diptych.traces.Run;
import java.util.SortedMap;
import java.util.function.UnaryOperator;

/** One run of an experiment on a panel. */
final class Execution {
    private Execution() {}

    /**
     * Runs an experiment and returns its record.
     *
     * @param watched what observes the requests on their way in, for progress
     */
    static Run run(Experiment experiment, String backendName, UnaryOperator<Iterable<Arrival>> watched) {
        RunLog log = experiment.emptyLog();
        try (Backend backend = experiment.open(backendName)) {
            backend.run(Recording.of(experiment.program(), log), watched.apply(experiment.arrivals()));
            return record(experiment, backendName, backend, log);
        }
    }

    /** Serves requests from outside, until they are over. */
    static void serve(Experiment experiment, String backendName, Reception reception) {
        try (Backend backend = experiment.open(backendName)) {
            backend.serve(reception.answering(experiment.program()), reception);
        }
    }

    /**
     * Does the same and returns the run's record.
     *
     * @param requests those of the reception, as somebody watches them
     */
    static Run serveRecorded(Experiment experiment, String backendName, Reception reception, LiveRequests requests) {
        RunLog log = experiment.emptyLog();
        try (Backend backend = experiment.open(backendName)) {
            backend.serve(reception.answering(Recording.of(experiment.program(), log)), requests);
            return record(experiment, backendName, backend, log);
        }
    }

    private static Run record(Experiment experiment, String backendName, Backend backend, RunLog log) {
        SortedMap<String, String> provenance = Provenance.of(backendName, backend.facts());
        return new Run(experiment.resolvedYaml(), provenance, log, backend.blocks());
    }
}

package dev.diptych.cli;

import dev.diptych.model.config.ConfigNode;
import dev.diptych.model.run.Arrival;
import dev.diptych.model.run.MachineStuck;
import dev.diptych.traces.Run;
import dev.diptych.traces.RunDirectory;
import dev.diptych.validation.metric.Measurement;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import me.tongfei.progressbar.ProgressBar;

/**
 * All runs of a suite on one panel, in one process.
 *
 * @param directory gets a run directory for each run
 * @param hasPages whether run directories get all pages, or their metrics alone
 */
record SuiteExecution(List<Experiment> experiments, String backend, Path directory, boolean hasPages) {
    SuiteExecution {
        experiments = List.copyOf(experiments);
    }

    /**
     * Returns the runs of a suite, so that what is misspelt shows before the first run and not in the middle.
     *
     * @param configure makes a run's configuration what it is to be
     * @throws dev.diptych.model.InputException when a run is no experiment, or cannot be written where it is to lie
     */
    static SuiteExecution of(
            Suite suite, UnaryOperator<ConfigNode> configure, String backend, Path directory, boolean hasPages) {
        List<Experiment> experiments = new ArrayList<>();
        for (Suite.Member member : suite.runs()) {
            Experiment experiment = Experiment.of(configure.apply(member.configuration()));
            experiment.program();
            RunDirectory.checkReplaceable(directory.resolve(experiment.name()));
            experiments.add(experiment);
        }
        return new SuiteExecution(experiments, backend, directory, hasPages);
    }

    /** Carries out each run and returns how many failed; what one of them does wrong keeps no other from running, unless it leaves the machine stuck. */
    int carryOut(PrintWriter out, PrintWriter err) {
        int failed = 0;
        try (ProgressBar bar = Progress.of("running", experiments.size())) {
            for (Experiment experiment : experiments) {
                out.println("== " + experiment.name());
                try {
                    one(experiment, backend, directory.resolve(experiment.name()), hasPages, arrivals -> arrivals, out);
                } catch (RuntimeException e) {
                    if (MachineStuck.isCauseOf(e)) {
                        // No other run would have the GPU to itself.
                        throw e;
                    }
                    failed++;
                    Main.report(experiment.name(), e, err);
                }
                out.flush();
                bar.step();
            }
        }
        out.printf("%d of %d runs done, in %s%n", experiments.size() - failed, experiments.size(), directory);
        out.flush();
        return failed;
    }

    /** Carries out one run, writes its directory and prints what it measured. */
    static void one(
            Experiment experiment,
            String backend,
            Path directory,
            boolean hasPages,
            UnaryOperator<Iterable<Arrival>> watched,
            PrintWriter out) {
        Run run = Execution.run(experiment, backend, watched);
        List<Measurement> measurements = experiment.measure(run.log());
        RunDirectory.write(
                directory, run, hasPages ? RunPages.of(experiment, run, measurements) : RunPages.metrics(measurements));
        for (Measurement measurement : measurements) {
            out.printf("%-44s %14.4f %s%n", measurement.name(), measurement.value(), measurement.unit());
        }
    }
}

package dev.diptych.cli;

import dev.diptych.model.InputException;
import dev.diptych.model.config.ConfigNode;
import dev.diptych.model.config.Yaml;
import dev.diptych.model.plugin.Plugins;
import dev.diptych.model.run.Arrival;
import dev.diptych.model.run.BackendPlugin;
import dev.diptych.traces.Run;
import dev.diptych.traces.RunDirectory;
import dev.diptych.validation.metric.Measurement;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code diptych run}: one experiment, or each run of a suite, on one panel. */
@Command(
        name = "run",
        description = "Run one experiment, or all runs of a suite, on one panel.",
        mixinStandardHelpOptions = true)
final class RunVerb implements Callable<Integer> {
    @Parameters(
            paramLabel = "EXPERIMENT|SUITE",
            description = "A .yaml file, such as those in experiments/ and experiments/suites/.")
    private Path file = Path.of("");

    @Option(names = "--backend", defaultValue = "sim", description = "sim or cuda. Default: ${DEFAULT-VALUE}.")
    private String backend = "sim";

    @Option(
            names = "--platform",
            paramLabel = "P",
            description = "A preset or a .yaml file, instead of the experiment's.")
    private @Nullable String platform;

    @Option(
            names = "--set",
            paramLabel = "key=value",
            description = "Sets a key of the experiment, such as system.bytes=4096. Repeatable.")
    private List<String> settings = List.of();

    @Option(names = "--seed", paramLabel = "N", description = "The seed, instead of the experiment's.")
    private @Nullable Long seed;

    @Option(
            names = "--only",
            paramLabel = "PATTERN",
            description = "Of a suite, those runs alone whose names match, such as 'stream-*'.")
    private @Nullable String only;

    @Option(
            names = "--without-pages",
            description = "Leave out report.html and timeline.json: large, and made from the log when they are wanted.")
    private boolean isWithoutPages;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "The run directory; of a suite, the one that gets a run directory for each run."
                    + " Default: out/<name>.")
    private @Nullable Path out;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call().
    private CommandSpec spec;

    @Override
    public Integer call() {
        Plugins.find(BackendPlugin.class, "backend", backend);
        ConfigNode node = Yaml.read(file);
        if (Suite.isSuite(node)) {
            Suite suite = Suite.of(node, file);
            return run(only == null ? suite : suite.only(only));
        }
        if (only != null) {
            throw new InputException("--only %s: %s is no suite, but one experiment".formatted(only, file));
        }
        Experiment experiment = Experiment.of(configuration(node));
        Path directory = out == null ? Path.of("out", experiment.name()) : out;
        RunDirectory.checkReplaceable(directory);
        PrintWriter stdout = spec.commandLine().getOut();
        run(experiment, directory, Progress::over, stdout);
        stdout.println("wrote " + directory);
        stdout.flush();
        return Main.GOOD;
    }

    /** Carries out each run; what one of them does wrong keeps no other from running. */
    private int run(Suite suite) {
        Path directory = out == null ? Path.of("out", suite.name()) : out;
        // What is misspelt shows before the first run, not in the middle.
        List<Experiment> experiments = new ArrayList<>();
        for (Suite.Member member : suite.runs()) {
            Experiment experiment = Experiment.of(configuration(member.configuration()));
            experiment.program();
            RunDirectory.checkReplaceable(directory.resolve(experiment.name()));
            experiments.add(experiment);
        }
        PrintWriter stdout = spec.commandLine().getOut();
        int failed = 0;
        try (ProgressBar bar = Progress.of("running", experiments.size())) {
            for (Experiment experiment : experiments) {
                stdout.println("== " + experiment.name());
                try {
                    run(experiment, directory.resolve(experiment.name()), arrivals -> arrivals, stdout);
                } catch (RuntimeException e) {
                    failed++;
                    Main.report(experiment.name(), e, spec.commandLine().getErr());
                }
                stdout.flush();
                bar.step();
            }
        }
        stdout.printf("%d of %d runs done, in %s%n", experiments.size() - failed, experiments.size(), directory);
        stdout.flush();
        return failed == 0 ? Main.GOOD : Main.FAILED;
    }

    private void run(
            Experiment experiment, Path directory, UnaryOperator<Iterable<Arrival>> watched, PrintWriter stdout) {
        Run run = Execution.run(experiment, backend, watched);
        List<Measurement> measurements = experiment.measure(run.log());
        RunDirectory.write(
                directory,
                run,
                isWithoutPages ? RunPages.metrics(measurements) : RunPages.of(experiment, run, measurements));
        for (Measurement measurement : measurements) {
            stdout.printf("%-44s %14.4f %s%n", measurement.name(), measurement.value(), measurement.unit());
        }
    }

    private ConfigNode configuration(ConfigNode node) {
        ConfigNode changed = node;
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw new InputException("--set %s: should be key=value".formatted(setting));
            }
            String option = "--set " + setting.substring(0, equals);
            changed = changed.with(setting.substring(0, equals), Yaml.option(setting.substring(equals + 1), option));
        }
        if (platform != null) {
            changed = changed.with(
                    "platform", new ConfigNode.Scalar("--platform", platform, ConfigNode.Scalar.Kind.STRING));
        }
        if (seed != null) {
            changed = changed.with(
                    "seed", new ConfigNode.Scalar("--seed", seed.toString(), ConfigNode.Scalar.Kind.INTEGER));
        }
        return changed;
    }
}

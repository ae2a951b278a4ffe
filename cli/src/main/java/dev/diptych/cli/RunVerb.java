package dev.diptych.cli;

import dev.diptych.model.InputException;
import dev.diptych.model.config.ConfigNode;
import dev.diptych.model.config.Yaml;
import dev.diptych.model.plugin.Plugins;
import dev.diptych.model.run.BackendPlugin;
import dev.diptych.traces.RunDirectory;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private ExperimentOptions options = new ExperimentOptions();

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
        Experiment experiment = Experiment.of(options.changed(node));
        Path directory = out == null ? Path.of("out", experiment.name()) : out;
        RunDirectory.checkReplaceable(directory);
        PrintWriter stdout = spec.commandLine().getOut();
        SuiteExecution.one(experiment, backend, directory, !isWithoutPages, Progress::over, stdout);
        stdout.println("wrote " + directory);
        stdout.flush();
        return Main.GOOD;
    }

    private int run(Suite suite) {
        Path directory = out == null ? Path.of("out", suite.name()) : out;
        int failed = SuiteExecution.of(suite, options::changed, backend, directory, !isWithoutPages)
                .carryOut(spec.commandLine().getOut(), spec.commandLine().getErr());
        return failed == 0 ? Main.GOOD : Main.FAILED;
    }
}

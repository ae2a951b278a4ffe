package dev.diptych.cli;

import dev.diptych.model.InputException;
import dev.diptych.model.config.ConfigNode;
import dev.diptych.model.config.Yaml;
import dev.diptych.traces.Run;
import dev.diptych.traces.RunDirectory;
import dev.diptych.validation.metric.Measurement;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code diptych run}: one experiment, on one panel. */
@Command(name = "run", description = "Run one experiment on one panel.", mixinStandardHelpOptions = true)
final class RunVerb implements Callable<Integer> {
    @Parameters(paramLabel = "EXPERIMENT", description = "A .yaml file, such as those in experiments/.")
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

    @Option(names = "--out", paramLabel = "DIR", description = "The run directory. Default: out/<name>.")
    private @Nullable Path out;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call().
    private CommandSpec spec;

    @Override
    public Integer call() {
        Experiment experiment = Experiment.of(configuration());
        Path directory = out == null ? Path.of("out", experiment.name()) : out;
        RunDirectory.checkReplaceable(directory);
        Run run = Execution.run(experiment, backend, Progress::over);
        List<Measurement> measurements = experiment.measure(run.log());
        RunDirectory.write(directory, run, RunPages.of(experiment, run, measurements));
        var stdout = spec.commandLine().getOut();
        for (Measurement measurement : measurements) {
            stdout.printf("%-44s %14.4f %s%n", measurement.name(), measurement.value(), measurement.unit());
        }
        stdout.println("wrote " + directory);
        stdout.flush();
        return Main.GOOD;
    }

    private ConfigNode configuration() {
        ConfigNode node = Yaml.read(file);
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw new InputException("--set %s: should be key=value".formatted(setting));
            }
            String option = "--set " + setting.substring(0, equals);
            node = node.with(setting.substring(0, equals), Yaml.option(setting.substring(equals + 1), option));
        }
        if (platform != null) {
            node = node.with("platform", new ConfigNode.Scalar("--platform", platform, ConfigNode.Scalar.Kind.STRING));
        }
        if (seed != null) {
            node = node.with("seed", new ConfigNode.Scalar("--seed", seed.toString(), ConfigNode.Scalar.Kind.INTEGER));
        }
        return node;
    }
}

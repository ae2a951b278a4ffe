package dev.diptych.cli;

import dev.diptych.model.InputException;
import dev.diptych.model.config.ConfigNode;
import dev.diptych.model.config.ConfigNode.Mapping;
import dev.diptych.model.config.Yaml;
import dev.diptych.model.hw.PlatformTree;
import dev.diptych.model.plugin.Plugins;
import dev.diptych.model.run.BackendPlugin;
import dev.diptych.traces.RunDirectory;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
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
    /** The begin of a key that leads into the platform. */
    private static final String PLATFORM = "platform.";

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
            description = "Sets a key of the experiment, such as system.bytes=4096, or of its platform, such as"
                    + " platform.gpu.l2.hitCycles=300. Repeatable.")
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
        SuiteExecution.one(experiment, backend, directory, !isWithoutPages, Progress::over, stdout);
        stdout.println("wrote " + directory);
        stdout.flush();
        return Main.GOOD;
    }

    private int run(Suite suite) {
        Path directory = out == null ? Path.of("out", suite.name()) : out;
        int failed = SuiteExecution.of(suite, this::configuration, backend, directory, !isWithoutPages)
                .carryOut(spec.commandLine().getOut(), spec.commandLine().getErr());
        return failed == 0 ? Main.GOOD : Main.FAILED;
    }

    private ConfigNode configuration(ConfigNode node) {
        ConfigNode changed = node;
        for (String setting : settings) {
            if (setting.indexOf('=') < 1) {
                throw new InputException("--set %s: should be key=value".formatted(setting));
            }
            if (!setting.startsWith(PLATFORM)) {
                changed = changed.with(key(setting), value(setting));
            }
        }
        if (platform != null) {
            changed = changed.with(
                    "platform", new ConfigNode.Scalar("--platform", platform, ConfigNode.Scalar.Kind.STRING));
        }
        if (seed != null) {
            changed = changed.with(
                    "seed", new ConfigNode.Scalar("--seed", seed.toString(), ConfigNode.Scalar.Kind.INTEGER));
        }
        return withPlatformSettings(changed);
    }

    /** A value of the platform is set in whichever platform was named. */
    private ConfigNode withPlatformSettings(ConfigNode node) {
        List<String> own = settings.stream()
                .filter(setting -> setting.startsWith(PLATFORM))
                .toList();
        if (own.isEmpty() || !(node instanceof Mapping mapping)) {
            return node;
        }
        ConfigNode named = mapping.entries().get("platform");
        if (named == null) {
            throw new InputException("--set %s: the experiment names no platform".formatted(own.get(0)));
        }
        PlatformTree tree =
                named instanceof ConfigNode.Scalar name ? PlatformTree.load(name.text()) : PlatformTree.of(named);
        for (String setting : own) {
            tree = tree.with(key(setting).substring(PLATFORM.length()), value(setting));
        }
        return node.with("platform", tree.node());
    }

    private static String key(String setting) {
        return setting.substring(0, setting.indexOf('='));
    }

    private static ConfigNode value(String setting) {
        return Yaml.option(setting.substring(setting.indexOf('=') + 1), "--set " + key(setting));
    }
}

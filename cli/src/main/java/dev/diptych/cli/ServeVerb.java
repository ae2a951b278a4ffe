package dev.diptych.cli;

import dev.diptych.clients.Reception;
import dev.diptych.clients.Terms;
import dev.diptych.model.InputException;
import dev.diptych.model.config.ConfigNode;
import dev.diptych.model.config.Yaml;
import dev.diptych.model.plugin.Plugins;
import dev.diptych.model.run.BackendPlugin;
import dev.diptych.traces.Run;
import dev.diptych.traces.RunDirectory;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code diptych serve}: the models of an experiment, for clients in other processes. */
@Command(
        name = "serve",
        description = "Serve the models of an experiment to clients, on one panel, until a signal ends it.",
        mixinStandardHelpOptions = true)
final class ServeVerb implements Callable<Integer> {
    private static final long NANOS_PER_MICRO = 1000;

    @Parameters(
            paramLabel = "EXPERIMENT",
            description = "A .yaml file of system 'serving', such as experiments/serving.yaml.")
    private Path file = Path.of("");

    @Option(names = "--backend", defaultValue = "sim", description = "sim or cuda. Default: ${DEFAULT-VALUE}.")
    private String backend = "sim";

    @Mixin
    private ExperimentOptions options = new ExperimentOptions();

    @Option(names = "--socket", paramLabel = "PATH", required = true, description = "Where clients connect.")
    private Path socket = Path.of("");

    @Option(names = "--clients", defaultValue = "16", description = "Clients at a time. Default: ${DEFAULT-VALUE}.")
    private int clients;

    @Option(
            names = "--slots",
            defaultValue = "64",
            description = "Requests that a client may have outstanding, a power of two. Default: ${DEFAULT-VALUE}.")
    private int slots;

    @Option(
            names = "--input-bytes",
            defaultValue = "4096",
            description = "Bytes of a request, at most. Default: ${DEFAULT-VALUE}.")
    private int inputBytes;

    @Option(
            names = "--output-bytes",
            defaultValue = "4096",
            description = "Bytes of an answer, at most. Default: ${DEFAULT-VALUE}.")
    private int outputBytes;

    @Option(
            names = "--ahead-micros",
            defaultValue = "100",
            description = "Wakes clients of the hybrid way when their answer is expected within that time."
                    + " Default: ${DEFAULT-VALUE}.")
    private long aheadMicros;

    @Option(names = "--requests", paramLabel = "N", description = "Ends after so many. Default: never.")
    private long requests = Long.MAX_VALUE;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Records the run there, with its requests in arrivals.csv. Default: it is not recorded;"
                    + " what is recorded grows in memory with every request.")
    private @Nullable Path out;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call().
    private CommandSpec spec;

    @Override
    public Integer call() {
        Plugins.find(BackendPlugin.class, "backend", backend);
        ConfigNode node = options.changed(Yaml.read(file));
        if (out != null) {
            RunDirectory.checkReplaceable(out);
            node = node.with("arrivals", played(out.resolve(CameAt.FILE)));
        }
        Experiment experiment = Experiment.of(node);
        List<String> models = experiment.servedModels();
        Terms terms = new Terms(clients, slots, inputBytes, outputBytes, aheadMicros * NANOS_PER_MICRO, requests);
        PrintWriter stdout = spec.commandLine().getOut();
        PrintWriter stderr = spec.commandLine().getErr();
        Reception reception = Reception.at(socket, models, terms, line -> say(stderr, line));
        StopOnSignal.during(
                () -> {
                    // Closed before a signal may end the process, so that no socket is left behind.
                    try (reception) {
                        say(stdout, "serving %s at %s".formatted(String.join(", ", models), socket));
                        serve(experiment, reception);
                        say(
                                stdout,
                                "served %d requests; sent %d clients away"
                                        .formatted(reception.accepted(), reception.dismissed()));
                    }
                },
                reception::stop);
        return Main.GOOD;
    }

    private void serve(Experiment experiment, Reception reception) {
        Path directory = out;
        if (directory == null) {
            Execution.serve(experiment, backend, reception);
            return;
        }
        CameAt requested = new CameAt(reception);
        Run run = Execution.serveRecorded(experiment, backend, reception, requested);
        Map<String, String> pages = new TreeMap<>(pages(experiment, run));
        pages.put(CameAt.FILE, requested.text());
        RunDirectory.write(directory, run, pages);
        say(spec.commandLine().getOut(), "wrote " + directory);
    }

    /** A run that ended before its metrics have anything to tell is a run all the same. */
    private Map<String, String> pages(Experiment experiment, Run run) {
        try {
            return RunPages.of(experiment, run, experiment.measure(run.log()));
        } catch (InputException e) {
            say(spec.commandLine().getErr(), "not measured: " + e.getMessage());
            return Map.of();
        }
    }

    private static ConfigNode played(Path arrivals) {
        return Yaml.parse("{name: trace, file: '%s', speed: 1}".formatted(arrivals), "--out");
    }

    private static void say(PrintWriter where, String line) {
        where.println(line);
        where.flush();
    }
}

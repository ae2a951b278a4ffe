package dev.diptych.cli;

import dev.diptych.model.InputException;
import dev.diptych.model.config.Binder;
import dev.diptych.model.config.ConfigNode;
import dev.diptych.model.config.ConfigNode.Mapping;
import dev.diptych.model.config.ConfigNode.Scalar;
import dev.diptych.model.config.ConfigWriter;
import dev.diptych.model.config.Yaml;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.hw.Platforms;
import dev.diptych.model.plugin.Plugins;
import dev.diptych.model.plugin.Selected;
import dev.diptych.model.run.Arrival;
import dev.diptych.model.run.ArrivalsPlugin;
import dev.diptych.model.run.Backend;
import dev.diptych.model.run.BackendPlugin;
import dev.diptych.model.run.Program;
import dev.diptych.model.run.RunLog;
import dev.diptych.model.run.SystemPlugin;
import dev.diptych.sim.SimBackend;
import dev.diptych.sim.SimSettings;
import dev.diptych.sim.machine.ProfileStore;
import dev.diptych.sim.work.KernelWork;
import dev.diptych.systems.serving.ServingSettings;
import dev.diptych.validation.metric.Measurement;
import dev.diptych.validation.metric.MetricPlugin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An experiment whose every name is known and every setting bound: nothing in it can be misspelt any more. */
@SuppressWarnings("rawtypes") // Plugins of any settings; each is only ever given its own.
final class Experiment {
    private static final String SIMULATOR = "sim";
    private static final String CUDA = "cuda";
    private static final String DEVICE_TIMES = "deviceTimes";

    private final ExperimentFile file;
    private final Platform platform;
    private final Selected<SystemPlugin> system;
    private final Selected<ArrivalsPlugin> arrivals;
    private final List<Selected<MetricPlugin>> metrics;
    private final Map<String, Selected<BackendPlugin>> backends;

    private Experiment(
            ExperimentFile file,
            Platform platform,
            Selected<SystemPlugin> system,
            Selected<ArrivalsPlugin> arrivals,
            List<Selected<MetricPlugin>> metrics,
            Map<String, Selected<BackendPlugin>> backends) {
        this.file = file;
        this.platform = platform;
        this.system = system;
        this.arrivals = arrivals;
        this.metrics = metrics;
        this.backends = backends;
    }

    /**
     * Returns the experiment that a configuration describes.
     *
     * @throws InputException when anything in it is unknown, missing or of the wrong type
     */
    static Experiment of(ConfigNode node) {
        ExperimentFile file = Binder.bind(node, ExperimentFile.class);
        if (!file.name().matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
            throw new InputException(
                    "%s: name '%s' should be letters, digits, '.', '_' and '-', for it names a directory"
                            .formatted(node.where(), file.name()));
        }
        if (file.metrics().isEmpty()) {
            throw new InputException(
                    "%s: 'metrics' is empty; the first metric is the experiment's headline".formatted(node.where()));
        }
        Map<String, Selected<BackendPlugin>> backends = new LinkedHashMap<>();
        Map<String, ConfigNode> given = file.backends().orElse(Map.of());
        for (Map.Entry<String, ConfigNode> entry : given.entrySet()) {
            // Naming an unknown backend is an error even when another one runs.
            try {
                Plugins.find(BackendPlugin.class, "backend", entry.getKey());
            } catch (InputException e) {
                throw new InputException(entry.getValue().where() + ": " + e.getMessage(), e);
            }
        }
        for (BackendPlugin plugin : Plugins.all(BackendPlugin.class)) {
            ConfigNode settings = given.getOrDefault(plugin.name(), new Mapping(node.where(), Map.of()));
            if (plugin.name().equals(SIMULATOR)) {
                settings = timedLike(given.get(CUDA), settings);
            }
            backends.put(plugin.name(), Selected.of(plugin, settings));
        }
        return new Experiment(
                file,
                platform(file.platform()),
                Selected.of(SystemPlugin.class, "system", file.system()),
                Selected.of(ArrivalsPlugin.class, "arrival process", file.arrivals()),
                file.metrics().stream()
                        .map(metric -> Selected.of(MetricPlugin.class, "metric", metric))
                        .toList(),
                backends);
    }

    /** Returns whether a few of its requests show what all do. */
    boolean servesAlike() {
        return system.plugin().servesAlike();
    }

    /** Returns the simulator's settings with the device times that are said of the CUDA panel, unless something is said of its own. */
    private static ConfigNode timedLike(@Nullable ConfigNode cuda, ConfigNode simulator) {
        boolean isSilent = simulator instanceof Mapping own && !own.entries().containsKey(DEVICE_TIMES);
        ConfigNode told = cuda instanceof Mapping other ? other.entries().get(DEVICE_TIMES) : null;
        return isSilent && told != null ? simulator.with(DEVICE_TIMES, told) : simulator;
    }

    private static Platform platform(ConfigNode node) {
        return node instanceof Scalar name ? Platforms.load(name.text()) : Platforms.of(node);
    }

    /** A file may change or stay behind, so its contents come along; a preset is part of the project. */
    private ConfigNode resolvedPlatform() {
        return file.platform() instanceof Scalar name && Platforms.isFile(name.text())
                ? Yaml.read(Path.of(name.text()))
                : file.platform();
    }

    String name() {
        return file.name();
    }

    String description() {
        return file.description().orElse("");
    }

    Platform platform() {
        return platform;
    }

    /** Returns the experiment with every default written out, as YAML that this class reads again. */
    String resolvedYaml() {
        String where = "resolved.yaml";
        Map<String, ConfigNode> settings = new LinkedHashMap<>();
        backends.forEach((name, selected) -> settings.put(name, ConfigWriter.node(selected.settings(), where)));
        ExperimentFile resolved = new ExperimentFile(
                file.name(),
                file.description(),
                resolvedPlatform(),
                file.seed(),
                system.resolved(where),
                arrivals.resolved(where),
                metrics.stream().map(metric -> metric.resolved(where)).toList(),
                Optional.of(settings));
        return ConfigWriter.yaml(ConfigWriter.node(resolved, where));
    }

    /** Returns a fresh program of the system. */
    @SuppressWarnings("unchecked")
    Program program() {
        return system.plugin().program(system.settings());
    }

    /**
     * Returns the names of the models that it serves, by the kind of requests for them.
     *
     * @throws InputException when its system serves no models
     */
    List<String> servedModels() {
        if (system.settings() instanceof ServingSettings serving) {
            return serving.models().stream().map(ServingSettings.Model::name).toList();
        }
        throw new InputException("system '%s' takes no requests from clients; system 'serving' does"
                .formatted(system.plugin().name()));
    }

    /** Returns the requests. */
    @SuppressWarnings("unchecked")
    Iterable<Arrival> arrivals() {
        return arrivals.plugin().arrivals(arrivals.settings(), file.seed());
    }

    RunLog emptyLog() {
        return new RunLog(file.seed());
    }

    /** Opens the panel of a name for one run. */
    @SuppressWarnings("unchecked")
    Backend open(String backend) {
        Plugins.find(BackendPlugin.class, "backend", backend);
        Selected<BackendPlugin> selected = backends.get(backend);
        if (selected == null) {
            throw new IllegalStateException("backend '%s' appeared since the experiment was read".formatted(backend));
        }
        return selected.plugin().open(platform, file.seed(), selected.settings());
    }

    /** Opens the simulated panel for one of many runs of the experiment, on another platform. */
    Backend simulator(Platform other, ProfileStore store) {
        Selected<BackendPlugin> selected = backends.get(SIMULATOR);
        if (selected == null || !(selected.settings() instanceof SimSettings settings)) {
            throw new IllegalStateException("backend 'sim' is not the simulator");
        }
        return new SimBackend(other, file.seed(), settings, Plugins.all(KernelWork.class), store);
    }

    /** Returns what the metrics say of a log; the first is the headline. */
    @SuppressWarnings("unchecked")
    List<Measurement> measure(RunLog log) {
        List<Measurement> all = new ArrayList<>();
        for (Selected<MetricPlugin> metric : metrics) {
            all.addAll(metric.plugin().measure(log, metric.settings()));
        }
        return all;
    }
}

package dev.diptych.validation.metric;

import dev.diptych.model.config.Binder;
import dev.diptych.model.config.ConfigNode;
import dev.diptych.model.plugin.Plugins;
import dev.diptych.model.run.RunLog;
import java.util.List;

/** Metrics by name, with settings as they stand in an experiment file. */
public final class Metrics {
    private Metrics() {}

    /**
     * Returns what a metric finds in a log.
     *
     * @param settings a mapping with the settings that differ from the defaults
     * @throws dev.diptych.model.InputException when there is no such metric, a setting is wrong, or the log has nothing to measure
     */
    public static List<Measurement> measure(RunLog log, String name, ConfigNode settings) {
        return measure(log, find(name), settings);
    }

    /**
     * Checks the settings of a metric without a log, so that a mistake ends a run before it begins.
     *
     * @throws dev.diptych.model.InputException when there is no such metric or a setting is wrong
     */
    public static void check(String name, ConfigNode settings) {
        Binder.bind(settings, find(name).defaults());
    }

    private static MetricPlugin<?> find(String name) {
        return Plugins.find(MetricPlugin.class, "metric", name);
    }

    private static <S extends Record> List<Measurement> measure(
            RunLog log, MetricPlugin<S> metric, ConfigNode settings) {
        List<Measurement> found = metric.measure(log, Binder.bind(settings, metric.defaults()));
        if (found.isEmpty()) {
            throw new IllegalStateException("metric '%s' found nothing and did not say why".formatted(metric.name()));
        }
        return found;
    }
}

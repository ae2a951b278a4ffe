package dev.diptych.systems.serving;

import dev.diptych.model.config.ConfigNode;
import dev.diptych.model.config.ConfigNode.Mapping;
import dev.diptych.model.config.ConfigNode.Scalar;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is served, and who schedules it. A request's kind says which model it asks for, counted from 0.
 *
 * @param scheduler its name and settings
 * @param warmUps how often each model runs, alone, before the first request
 * @param opTimes where schedulers know from how long operations take
 * @param watchdogMillis after which an operation that has not ended ends the run, with its name; 0 for never
 */
public record ServingSettings(
        List<Model> models, ConfigNode scheduler, int warmUps, Times opTimes, long watchdogMillis) {
    private static final String DEFAULT = "default";

    /** What an experiment file need not say. */
    static final ServingSettings DEFAULTS = new ServingSettings(
            List.of(new Model("chain", named("chain"), Optional.empty(), Optional.empty(), Optional.empty())),
            named("paella"),
            0,
            Times.MEASURED,
            10_000);

    public ServingSettings {
        models = List.copyOf(models);
    }

    /** Where it is known from how long operations take. */
    public enum Times {
        /** From the source, and where that does not say, from the warm-ups. */
        PROFILED,
        /** The same at first; then each operation's last times, with all that it waited for. */
        MEASURED
    }

    /**
     * A model.
     *
     * @param source where it comes from: the source's name and settings
     * @param instances that run at a time, if jobs of it have memory of their own; 8 if absent
     * @param deadlineMillis that a job may take from its arrival; no limit if absent
     * @param priority of its jobs, for schedulers that look at it: the smallest goes first; 0 if absent
     */
    public record Model(
            String name,
            ConfigNode source,
            Optional<Integer> instances,
            Optional<Double> deadlineMillis,
            Optional<Integer> priority) {}

    private static ConfigNode named(String name) {
        return new Mapping(DEFAULT, Map.of("name", new Scalar(DEFAULT, name, Scalar.Kind.STRING)));
    }
}

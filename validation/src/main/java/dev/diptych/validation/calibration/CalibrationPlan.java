package dev.diptych.validation.calibration;

import dev.diptych.model.InputException;
import dev.diptych.model.config.Binder;
import dev.diptych.model.config.ConfigNode;
import dev.diptych.model.config.Yaml;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is fitted to what, in which order. A stage builds on what those before it found; a second pass lets the early ones know of the late
 * ones.
 *
 * @param passes how often all stages are carried out
 */
public record CalibrationPlan(int passes, List<Stage> stages) {
    private static final String OWN = "calibration.yaml";
    private static final int MOST_PASSES = 8;

    public CalibrationPlan {
        stages = List.copyOf(stages);
        if (passes < 1 || passes > MOST_PASSES) {
            throw new IllegalArgumentException("passes is from 1 to %d, but is %d".formatted(MOST_PASSES, passes));
        }
        Set<String> names = new HashSet<>();
        Set<String> paths = new HashSet<>();
        for (Stage stage : stages) {
            if (!names.add(stage.name())) {
                throw new IllegalArgumentException("two stages are named '%s'".formatted(stage.name()));
            }
            for (Parameter parameter : stage.parameters()) {
                if (!paths.add(parameter.path())) {
                    throw new IllegalArgumentException(
                            "'%s' is a parameter twice; a value is found in one stage".formatted(parameter.path()));
                }
            }
        }
        if (stages.isEmpty()) {
            throw new IllegalArgumentException("there is no stage");
        }
    }

    /** Returns the plan that comes with the project. */
    public static CalibrationPlan own() {
        try (InputStream stream = CalibrationPlan.class.getResourceAsStream(OWN)) {
            if (stream == null) {
                throw new IllegalStateException(OWN + " is not on the class path");
            }
            return of(Yaml.parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8), OWN));
        } catch (IOException e) {
            throw new IllegalStateException(OWN + " cannot be read", e);
        }
    }

    /**
     * Returns the plan in a configuration.
     *
     * @throws InputException when it is none
     */
    public static CalibrationPlan of(ConfigNode node) {
        return Binder.bind(node, CalibrationPlan.class);
    }
}

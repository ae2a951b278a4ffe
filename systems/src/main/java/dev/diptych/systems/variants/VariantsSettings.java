package dev.diptych.systems.variants;

import dev.diptych.model.config.ConfigNode;
import dev.diptych.model.config.ConfigNode.Mapping;
import dev.diptych.model.config.ConfigNode.Scalar;
import java.util.List;
import java.util.Map;

/**
 * What answers requests, what they want, and who decides.
 *
 * @param profiles a YAML file of variants
 * @param objectives what requests want, by their kind
 * @param policy its name and settings
 * @param tickMillis between two looks of the policy at what came
 * @param correlation of the variants' errors, from 0 to 1
 */
public record VariantsSettings(
        String profiles, List<Objective> objectives, ConfigNode policy, long tickMillis, double correlation) {
    private static final String DEFAULT = "default";

    /** What an experiment file need not say. */
    static final VariantsSettings DEFAULTS = new VariantsSettings(
            "experiments/data/variants/imagenet-h200.yaml",
            List.of(new Objective("any", 0.7, 20, 1)),
            new Mapping(DEFAULT, Map.of("name", new Scalar(DEFAULT, "infaas", Scalar.Kind.STRING))),
            1000,
            0.7);

    public VariantsSettings {
        objectives = List.copyOf(objectives);
    }
}

package dev.diptych.cli;

import dev.diptych.model.config.Binder;
import dev.diptych.model.config.ConfigNode;
import dev.diptych.model.config.Yaml;
import dev.diptych.validation.accuracy.ErrorMeasure;
import dev.diptych.validation.accuracy.Gate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What stands beside recorded runs, in {@code validation.yaml}: the limits that their errors keep, and which of them fitted a constant.
 *
 * @param gates limits as fractions
 * @param fitted run name to what was fitted to it
 */
record ValidationRules(List<Limit> gates, Map<String, String> fitted) {
    private static final String FILE = "validation.yaml";

    /** A measure of error and the value it has to keep. */
    record Limit(ErrorMeasure measure, double limit) {}

    /** Returns the rules of a directory of runs; none when it has no such file. */
    static ValidationRules of(Path directory) {
        Path file = directory.resolve(FILE);
        if (!Files.exists(file)) {
            return new ValidationRules(List.of(), Map.of());
        }
        ConfigNode node = Yaml.read(file);
        return Binder.bind(node, ValidationRules.class);
    }

    List<Gate> checks() {
        return gates.stream()
                .map(limit -> new Gate(limit.measure(), limit.limit()))
                .toList();
    }
}

package dev.diptych.cli;

import dev.diptych.model.config.ConfigNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An experiment as a user writes it.
 *
 * @param platform a preset's name, a {@code .yaml} file, or what such a file holds
 * @param system {@code name} and settings of a system
 * @param arrivals {@code name} and settings of an arrival process
 * @param metrics {@code name} and settings of each metric; the first is the headline
 * @param backends settings of backends, by name
 */
record ExperimentFile(
        String name,
        Optional<String> description,
        ConfigNode platform,
        long seed,
        ConfigNode system,
        ConfigNode arrivals,
        List<ConfigNode> metrics,
        Optional<Map<String, ConfigNode>> backends) {}

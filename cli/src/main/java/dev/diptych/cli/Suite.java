package dev.diptych.cli;

import dev.diptych.model.InputException;
import dev.diptych.model.config.Binder;
import dev.diptych.model.config.ConfigNode;
import dev.diptych.model.config.ConfigNode.Mapping;
import dev.diptych.model.config.ConfigNode.Scalar;
import dev.diptych.model.config.ConfigNode.Sequence;
import dev.diptych.model.config.Yaml;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Runs that belong together: experiment files with settings, each under a name of its own.
 *
 * @param runs in the order of the file
 */
record Suite(String name, List<Member> runs) {
    private static final String RUNS = "runs";

    Suite {
        runs = List.copyOf(runs);
    }

    /**
     * A run of a suite.
     *
     * @param configuration of the experiment, with the suite's settings in place
     */
    record Member(String name, ConfigNode configuration) {}

    /** A suite as a user writes it. */
    private record SuiteFile(String name, Optional<String> description, List<Entry> runs) {}

    /**
     * A run as a user writes it.
     *
     * @param experiment a file, seen from the suite's
     * @param set values of dotted keys, as {@code --set} takes them
     */
    private record Entry(String name, String experiment, Optional<Map<String, ConfigNode>> set) {}

    /** Returns whether a file that was read is a suite and no experiment. */
    static boolean isSuite(ConfigNode node) {
        return node instanceof Mapping mapping && mapping.entries().containsKey(RUNS);
    }

    /**
     * Returns the suite that a file holds.
     *
     * @throws InputException when anything in it is unknown or missing, two runs have the same name, or there is none
     */
    static Suite of(ConfigNode node, Path file) {
        SuiteFile suite = Binder.bind(node, SuiteFile.class);
        List<ConfigNode> entries =
                node instanceof Mapping mapping && mapping.entries().get(RUNS) instanceof Sequence sequence
                        ? sequence.items()
                        : List.of();
        if (entries.isEmpty()) {
            throw new InputException("%s: 'runs' is empty; a suite has at least one".formatted(node.where()));
        }
        Map<Path, ConfigNode> experiments = new HashMap<>();
        Set<String> names = new HashSet<>();
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = suite.runs().get(i);
            String where = entries.get(i).where();
            if (!names.add(entry.name())) {
                throw new InputException("%s: a run is named '%s' before this one".formatted(where, entry.name()));
            }
            Path experiment = file.resolveSibling(entry.experiment()).normalize();
            ConfigNode configuration = experiments.computeIfAbsent(experiment, Yaml::read);
            Map<String, ConfigNode> settings = entry.set().orElse(Map.of());
            configuration =
                    ExperimentSettings.ofPlatform(ExperimentSettings.ofExperiment(configuration, settings), settings);
            members.add(new Member(
                    entry.name(), configuration.with("name", new Scalar(where, entry.name(), Scalar.Kind.STRING))));
        }
        return new Suite(suite.name(), members);
    }

    /**
     * Returns the suite with those runs alone whose names match a pattern, such as {@code stream-*}.
     *
     * @throws InputException when none does
     */
    Suite only(String glob) {
        PathMatcher matcher;
        try {
            matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
        } catch (IllegalArgumentException e) {
            throw new InputException("--only %s: is no pattern (%s)".formatted(glob, e.getMessage()), e);
        }
        List<Member> matching = runs.stream()
                .filter(run -> matcher.matches(Path.of(run.name())))
                .toList();
        if (matching.isEmpty()) {
            throw new InputException(
                    "--only %s: matches none of the %d runs of suite '%s'".formatted(glob, runs.size(), name));
        }
        return new Suite(name, matching);
    }
}

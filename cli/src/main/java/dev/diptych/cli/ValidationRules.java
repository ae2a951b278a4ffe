package dev.diptych.cli;

import dev.diptych.model.InputException;
import dev.diptych.model.config.Binder;
import dev.diptych.model.config.Yaml;
import dev.diptych.validation.accuracy.ErrorMeasure;
import dev.diptych.validation.accuracy.Gate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What stands beside recorded runs, in {@code validation.yaml}: into which sets they are put, and by what each set is judged.
 *
 * @param sets by the name of the folder that holds the set's runs, in the order of reports
 */
record ValidationRules(Map<String, SetRules> sets) {
    static final SetRules NONE =
            new SetRules("", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** A measure of error and the value it has to keep. */
    record Limit(ErrorMeasure measure, double limit) {}

    /**
     * What is known of a set of runs. In names of runs, {@code *} stands for any text; the first that fits counts.
     *
     * @param about what its runs are
     * @param gates limits as fractions
     * @param fitted run to what was fitted to it
     * @param reasons run to why its simulation is off
     * @param superseded run to why controllers no longer decide as they did in it; all others replay
     * @param locked globs of the files that were fixed before a model was held against them; absent for a set that is not held out
     */
    record SetRules(
            String about,
            Optional<List<Limit>> gates,
            Optional<Map<String, String>> fitted,
            Optional<Map<String, String>> reasons,
            Optional<Map<String, String>> superseded,
            Optional<List<String>> locked) {
        SetRules {
            if (locked.isPresent() && !fitted.orElse(Map.of()).isEmpty()) {
                throw new IllegalArgumentException(
                        "a set with 'locked' files is held out, so nothing is 'fitted' to it");
            }
        }

        List<Gate> checks() {
            return gates.orElse(List.of()).stream()
                    .map(limit -> new Gate(limit.measure(), limit.limit()))
                    .toList();
        }

        /** Returns what was fitted to a run; empty when nothing was. */
        String fittedTo(String run) {
            return first(fitted, run);
        }

        /** Returns why a run's simulation is off; empty when that is not known. */
        String reasonOf(String run) {
            return first(reasons, run);
        }

        private static String first(Optional<Map<String, String>> notes, String run) {
            return notes.orElse(Map.of()).entrySet().stream()
                    .filter(note -> fits(note.getKey(), run))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse("");
        }

        /**
         * Checks that what is said of runs is said of runs that there are.
         *
         * @param runs the names of all runs of the set
         * @throws InputException naming one that fits none
         */
        void check(String set, List<String> runs) {
            Map<String, String> notes = new LinkedHashMap<>(fitted.orElse(Map.of()));
            notes.putAll(reasons.orElse(Map.of()));
            notes.putAll(superseded.orElse(Map.of()));
            for (String name : notes.keySet()) {
                if (runs.stream().noneMatch(run -> fits(name, run))) {
                    throw new InputException("%s: something is said of run '%s' of set '%s', which has no such run"
                            .formatted(Validation.RULES, name, set));
                }
            }
        }

        private static boolean fits(String name, String run) {
            return run.matches(("\\Q" + name + "\\E").replace("*", "\\E.*\\Q"));
        }
    }

    /** Returns why a run no longer replays, by the rules that stand beside its set; empty when it has to. */
    static Optional<String> superseded(Path run) {
        Path directory = run.toAbsolutePath().normalize();
        Path set = directory.getParent();
        if (set == null || set.getParent() == null) {
            return Optional.empty();
        }
        SetRules rules = read(set.resolveSibling(Validation.RULES))
                .sets()
                .get(set.getFileName().toString());
        String reason = rules == null
                ? ""
                : SetRules.first(rules.superseded(), directory.getFileName().toString());
        return reason.isEmpty() ? Optional.empty() : Optional.of(reason);
    }

    /** Returns the rules in a file; a file that does not exist knows no set. */
    static ValidationRules read(Path file) {
        if (!Files.exists(file)) {
            return new ValidationRules(Map.of());
        }
        return Binder.bind(Yaml.read(file), ValidationRules.class);
    }
}

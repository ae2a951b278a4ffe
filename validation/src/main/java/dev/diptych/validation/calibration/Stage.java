package dev.diptych.validation.calibration;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/**
 * Parameters that are found together, and the runs that they are found from.
 *
 * @param determines what the runs tell, in a line
 * @param runs patterns of run names: {@code *} for any characters, {@code {a,b}} for either
 */
public record Stage(String name, String determines, List<String> runs, List<Parameter> parameters) {
    public Stage {
        runs = List.copyOf(runs);
        parameters = List.copyOf(parameters);
        if (runs.isEmpty() || parameters.isEmpty()) {
            throw new IllegalArgumentException(
                    "stage '%s' needs at least one pattern of runs and one parameter".formatted(name));
        }
        // A pattern that is none is found here, with the file's line, and not in the middle of a fit.
        runs.forEach(Stage::matcher);
    }

    /** Returns whether the stage fits to a run. */
    public boolean takes(String run) {
        return runs.stream().anyMatch(pattern -> matcher(pattern).matches(Path.of(run)));
    }

    private static PathMatcher matcher(String pattern) {
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "'%s' is no pattern of names: %s".formatted(pattern, e.getDescription()), e);
        }
    }
}

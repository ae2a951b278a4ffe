package dev.diptych.cli;

import dev.diptych.model.run.Replay;
import dev.diptych.model.run.ReplayDivergence;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code diptych replay}: a recorded run's inputs to a fresh controller, each of its calls against the record. */
@Command(
        name = "replay",
        description = "Feed recorded inputs to a fresh controller; any difference in its calls is an error.",
        mixinStandardHelpOptions = true)
final class ReplayVerb implements Callable<Integer> {
    private static final String STALE = ", although it is 'superseded': take that out of " + Validation.RULES;

    @Parameters(paramLabel = "RUN", arity = "1..*", description = "Run directories, or directories that hold some.")
    private List<Path> paths = List.of();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call().
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter stdout = spec.commandLine().getOut();
        int wrong = 0;
        int superseded = 0;
        List<Path> directories = Recorded.find(paths);
        for (Path directory : Progress.over(directories)) {
            Recorded recorded = Recorded.read(directory);
            Experiment experiment = recorded.experiment();
            Optional<String> reason = ValidationRules.superseded(directory);
            try {
                int calls = Replay.of(recorded.run().log(), experiment.platform(), experiment.program())
                        .run();
                stdout.printf("%s: %d calls agree%s%n", directory, calls, reason.isPresent() ? STALE : "");
                wrong += reason.isPresent() ? 1 : 0;
            } catch (ReplayDivergence e) {
                if (reason.isPresent()) {
                    superseded++;
                    stdout.printf("%s: superseded: %s%n", directory, reason.get());
                } else {
                    wrong++;
                    stdout.printf("%s: DIVERGED at %s%n", directory, e.getMessage());
                }
            }
            stdout.flush();
        }
        int held = directories.size() - superseded;
        stdout.printf("%d of %d runs replay call for call%n", held - wrong, held);
        if (superseded > 0) {
            stdout.printf(
                    "%d more are superseded: today's controllers decide otherwise, and are known to%n", superseded);
        }
        stdout.flush();
        return wrong == 0 ? Main.GOOD : Main.FAILED;
    }
}

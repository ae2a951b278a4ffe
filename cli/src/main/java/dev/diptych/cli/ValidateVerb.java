package dev.diptych.cli;

import dev.diptych.model.InputException;
import dev.diptych.model.config.Yaml;
import dev.diptych.traces.Run;
import dev.diptych.validation.accuracy.Comparison;
import dev.diptych.validation.accuracy.ErrorMeasure;
import dev.diptych.validation.accuracy.ErrorSummary;
import dev.diptych.validation.accuracy.Gate.Verdict;
import dev.diptych.validation.report.ComparisonReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code diptych validate}: what was recorded on hardware, simulated again and held against the record. */
@Command(
        name = "validate",
        description = "Simulate what was recorded on hardware, compare, check the limits, and report.",
        mixinStandardHelpOptions = true)
final class ValidateVerb implements Callable<Integer> {
    @Parameters(
            paramLabel = "EXPERIMENT|DIR",
            arity = "0..*",
            description =
                    "Directories of recorded runs, or experiment files whose recorded runs are meant. Default: traces/data.")
    private List<Path> paths = List.of();

    @Option(names = "--out", paramLabel = "DIR", description = "Where the report goes. Default: ${DEFAULT-VALUE}.")
    private Path out = Path.of("out", "validate");

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call().
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (Files.exists(out) && !Files.isDirectory(out)) {
            throw new InputException("--out %s: is a file; name a directory for the report".formatted(out));
        }
        Path recordings =
                Path.of(System.getenv().getOrDefault("DIPTYCH_HOME", "")).resolve("traces/data");
        ValidationRules rules = ValidationRules.of(recordings);
        List<Recorded> recorded = recorded(recordings);
        List<Comparison> comparisons = compare(recorded, rules);
        ErrorSummary summary = ErrorSummary.of(comparisons);
        // A limit is one on all recorded runs; on a part of them it would mean something else.
        List<Verdict> verdicts = paths.isEmpty()
                ? rules.checks().stream().map(gate -> gate.check(summary)).toList()
                : List.of();
        PrintWriter stdout = spec.commandLine().getOut();
        print(stdout, comparisons, summary, verdicts);
        Path report =
                write(ComparisonReport.html("Measured and simulated", comparisons, verdicts, provenance(recorded)));
        stdout.println("wrote " + report);
        stdout.flush();
        return verdicts.stream().allMatch(Verdict::passed) ? Main.GOOD : Main.FAILED;
    }

    private List<Recorded> recorded(Path recordings) {
        List<Path> directories = new ArrayList<>();
        List<String> experiments = new ArrayList<>();
        for (Path path : paths) {
            if (path.toString().endsWith(".yaml")) {
                experiments.add(Experiment.of(Yaml.read(path)).description());
            } else {
                directories.add(path);
            }
        }
        List<Recorded> found = new ArrayList<>();
        Recorded.find(directories).stream().map(Recorded::read).forEach(found::add);
        if (!experiments.isEmpty() || paths.isEmpty()) {
            Recorded.find(List.of(recordings)).stream()
                    .map(Recorded::read)
                    // A recorded run has a name of its own; its experiment's description came along.
                    .filter(run -> experiments.isEmpty()
                            || experiments.contains(run.experiment().description()))
                    // A run that is named twice counts once.
                    .filter(run -> found.stream().noneMatch(other -> other.isAt(run.directory())))
                    .forEach(found::add);
        }
        for (Recorded run : found) {
            if (!run.backend().equals("cuda")) {
                throw new InputException("%s: was recorded on backend '%s'; validate takes runs of hardware"
                        .formatted(run.directory(), run.backend()));
            }
        }
        if (found.isEmpty()) {
            throw new InputException("%s: holds no recorded run of %s".formatted(recordings, paths));
        }
        return found;
    }

    private static List<Comparison> compare(List<Recorded> recorded, ValidationRules rules) {
        try (ProgressBar bar = Progress.of("simulating", recorded.size())) {
            // Runs know nothing of each other, so the number of threads cannot change a result; the order is kept.
            return IntStream.range(0, recorded.size())
                    .parallel()
                    .mapToObj(index -> {
                        Recorded run = recorded.get(index);
                        Run simulated = Execution.run(run.experiment(), "sim", arrivals -> arrivals);
                        String name = run.directory().getFileName().toString();
                        Comparison comparison = Comparison.headline(
                                name,
                                run.measure(),
                                run.experiment().measure(simulated.log()),
                                rules.fitted().getOrDefault(name, ""));
                        bar.step();
                        return comparison;
                    })
                    .toList();
        }
    }

    private static void print(
            PrintWriter out, List<Comparison> comparisons, ErrorSummary summary, List<Verdict> verdicts) {
        out.printf("%-32s %-34s %14s %14s %9s  %s%n", "run", "headline", "measured", "simulated", "error", "");
        for (Comparison row : comparisons) {
            out.printf(
                    "%-32s %-34s %14.3f %14.3f %+8.1f%%  %s%s%n",
                    row.run(),
                    row.metric() + " [" + row.unit() + "]",
                    row.measured(),
                    row.simulated(),
                    100 * row.relativeError(),
                    row.isWide() ? "spread over 5 % " : "",
                    row.note().isEmpty() ? "" : "fitted: " + row.note());
        }
        out.printf("%n%d runs%n", comparisons.size());
        for (ErrorMeasure measure : ErrorMeasure.values()) {
            summary.value(measure).ifPresent(value -> out.printf("%-32s %8.4f%n", measure.title(), value));
        }
        verdicts.forEach(out::println);
    }

    private static SortedMap<String, String> provenance(List<Recorded> recorded) {
        SortedMap<String, String> facts = new TreeMap<>(Provenance.software());
        for (String fact : List.of("commit", "recordedAt", "cpu")) {
            facts.put(
                    "recorded: " + fact,
                    String.join(
                            ", ",
                            recorded.stream()
                                    .map(run -> run.run().provenance().getOrDefault(fact, "unknown"))
                                    .distinct()
                                    .sorted()
                                    .toList()));
        }
        return facts;
    }

    private Path write(String page) {
        Path report = out.resolve("report.html");
        try {
            Files.createDirectories(out);
            Files.writeString(report, page);
        } catch (IOException e) {
            throw new InputException("--out %s: cannot be written (%s)".formatted(out, e), e);
        }
        return report;
    }
}

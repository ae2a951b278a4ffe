package dev.diptych.cli;

import dev.diptych.model.InputException;
import dev.diptych.model.config.Yaml;
import dev.diptych.validation.accuracy.Comparison;
import dev.diptych.validation.accuracy.ErrorMeasure;
import dev.diptych.validation.accuracy.ErrorSummary;
import dev.diptych.validation.accuracy.RunSet;
import dev.diptych.validation.report.ComparisonReport;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
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
                    "Directories of recorded runs, or experiment files whose recorded runs are meant; then no limit is checked. Default: every set in traces/data.")
    private List<Path> paths = List.of();

    @Option(names = "--out", paramLabel = "DIR", description = "Where the report goes. Default: ${DEFAULT-VALUE}.")
    private Path out = Path.of("out", "validate");

    @Option(
            names = "--docs",
            paramLabel = "FILE",
            description = "Write the documentation's page on accuracy, and its figure.")
    private Optional<Path> docs = Optional.empty();

    @Option(
            names = "--check-docs",
            paramLabel = "FILE",
            description = "Fail when that page is not what --docs would write.")
    private Optional<Path> checkedDocs = Optional.empty();

    @Option(
            names = "--part",
            paramLabel = "K/N",
            description =
                    "Take every N-th run, from the K-th on. Limits are of whole sets and not checked then; with --check-docs, what the page says of each run is.")
    private Optional<String> part = Optional.empty();

    @Option(
            names = "--speed",
            description =
                    "Compare nothing, but say how many times as long as the device the simulation of each run takes a processor, one run after the other.")
    private boolean speed;

    @Option(names = "--lock", description = "Lock what is held out as it is now, and simulate nothing.")
    private boolean lock;

    @Option(
            names = "--because",
            paramLabel = "TEXT",
            description = "With --lock: why files that are locked have changed. It stays in the list.")
    private String because = "";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call().
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (Files.exists(out) && !Files.isDirectory(out)) {
            throw new InputException("--out %s: is a file; name a directory for the report".formatted(out));
        }
        Validation validation = new Validation(root());
        PrintWriter stdout = spec.commandLine().getOut();
        if (speed) {
            return speed(runs(validation), stdout);
        }
        return lock ? lock(validation, stdout) : validate(validation, stdout);
    }

    private List<Recorded> runs(Validation validation) {
        Part some = part.map(Part::of).orElse(Part.WHOLE);
        return paths.isEmpty() ? validation.recorded(some) : some.from(named(validation));
    }

    private static Path root() {
        return Path.of(System.getenv().getOrDefault("DIPTYCH_HOME", ""));
    }

    private int lock(Validation validation, PrintWriter stdout) {
        validation.lock(because).forEach(file -> stdout.println("locked anew: " + file));
        // Read again, so that what is said is what the list now says.
        new Validation(root()).locks().forEach((set, verdict) -> stdout.println(set + ": " + verdict));
        stdout.flush();
        return Main.GOOD;
    }

    private static int speed(List<Recorded> runs, PrintWriter stdout) {
        List<Slowdown> all = new ArrayList<>();
        for (Recorded run : runs) {
            Slowdown slowdown = Slowdown.of(run);
            all.add(slowdown);
            stdout.printf(
                    "%-36s %12.1f us simulating %12.1f us on the device %10.1f times%n",
                    slowdown.run(), slowdown.cpuNanos() / 1e3, slowdown.deviceNanos() / 1e3, slowdown.factor());
            stdout.flush();
        }
        double[] factors = all.stream().mapToDouble(Slowdown::factor).sorted().toArray();
        stdout.printf(
                "%d runs, median %.1f times, most %.1f times%n",
                factors.length,
                (factors[(factors.length - 1) / 2] + factors[factors.length / 2]) / 2,
                factors[factors.length - 1]);
        stdout.flush();
        return Main.GOOD;
    }

    private int validate(Validation validation, PrintWriter stdout) {
        if (!paths.isEmpty() && (docs.isPresent() || checkedDocs.isPresent())) {
            throw new InputException("--docs and --check-docs are of all recorded runs; name no others");
        }
        if (docs.isPresent() && part.isPresent()) {
            throw new InputException("--docs is of all recorded runs; take no part of them");
        }
        boolean isWhole = paths.isEmpty() && part.isEmpty();
        List<RunSet> sets = isWhole ? validation.all() : validation.compare(runs(validation));
        sets.forEach(set -> print(stdout, set));
        Path report = out.resolve("report.html");
        AccuracyDocs.write(report, ComparisonReport.html("Measured and simulated", sets, provenance(sets)));
        stdout.println("wrote " + report);
        docs.ifPresent(page -> {
            new AccuracyDocs(page).write(sets);
            stdout.println("wrote " + page);
        });
        boolean isStale = checkedDocs.map(page -> isStale(page, sets, stdout)).orElse(false);
        stdout.flush();
        return !isStale && sets.stream().allMatch(RunSet::isGood) ? Main.GOOD : Main.FAILED;
    }

    private boolean isStale(Path page, List<RunSet> sets, PrintWriter stdout) {
        AccuracyDocs written = new AccuracyDocs(page);
        List<String> stale = part.isPresent()
                ? written.staleRuns(sets).stream()
                        .map(run -> "%s: %s".formatted(page, run))
                        .toList()
                : written.stale(sets).stream().map(Path::toString).toList();
        stale.forEach(what ->
                stdout.println("FAILED: %s is out of date; run ./diptych validate --docs %s".formatted(what, page)));
        return !stale.isEmpty();
    }

    private List<Recorded> named(Validation validation) {
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
        if (!experiments.isEmpty()) {
            validation.recorded().stream()
                    // A recorded run has a name of its own; its experiment's description came along.
                    .filter(run -> experiments.contains(run.experiment().description()))
                    // A run that is named twice counts once.
                    .filter(run -> found.stream().noneMatch(other -> other.isAt(run.directory())))
                    .forEach(found::add);
        }
        if (found.isEmpty()) {
            throw new InputException("no recorded run is one of %s".formatted(paths));
        }
        return found;
    }

    private static void print(PrintWriter out, RunSet set) {
        out.printf("%n== %s%n", set.name());
        for (Comparison row : set.comparisons()) {
            out.printf(
                    "%-32s %-34s %14.3f %14.3f %+8.1f%%  %s%s%n",
                    row.run(),
                    row.metric() + " [" + row.unit() + "]",
                    row.measured(),
                    row.simulated(),
                    100 * row.relativeError(),
                    row.isWide() ? "spread over 5 % " : "",
                    row.fitted().isEmpty() ? "" : "fitted: " + row.fitted());
        }
        out.printf("%d runs, %d wide%n", set.comparisons().size(), set.wideCount());
        set.summary().ifPresent(summary -> print(out, summary));
        set.verdicts().forEach(verdict -> out.println(set.name() + " " + verdict));
        set.lock().ifPresent(verdict -> out.println(set.name() + " " + verdict));
    }

    private static void print(PrintWriter out, ErrorSummary summary) {
        for (ErrorMeasure measure : ErrorMeasure.values()) {
            summary.value(measure).ifPresent(value -> out.printf("%-32s %8.4f%n", measure.title(), value));
        }
    }

    private static SortedMap<String, String> provenance(List<RunSet> sets) {
        SortedMap<String, String> facts = new TreeMap<>(Provenance.software());
        sets.forEach(set -> set.origin()
                .forEach((name, value) -> facts.put("recorded: %s, %s".formatted(set.name(), name), value)));
        return facts;
    }
}

package dev.diptych.cli;

import dev.diptych.model.InputException;
import dev.diptych.model.config.Yaml;
import dev.diptych.model.hw.PlatformTree;
import dev.diptych.sim.machine.Programs;
import dev.diptych.validation.accuracy.Comparison;
import dev.diptych.validation.calibration.CalibratedFile;
import dev.diptych.validation.calibration.Calibration;
import dev.diptych.validation.calibration.CalibrationPlan;
import dev.diptych.validation.calibration.Finding;
import dev.diptych.validation.calibration.StageResult;
import dev.diptych.validation.report.CalibrationReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code diptych calibrate}: a platform's constants from micro-benchmarks. */
@Command(
        name = "calibrate",
        description = "Fit a platform's constants to micro-benchmarks, and say how well they are met.",
        mixinStandardHelpOptions = true)
final class CalibrateVerb implements Callable<Integer> {
    @Option(
            names = "--base",
            paramLabel = "P",
            description = "The preset or .yaml file to begin with. Default: the smallest preset with the runs' GPUs.")
    private @Nullable String base;

    @Option(
            names = "--from",
            paramLabel = "DIR",
            description = "Fit to runs that were recorded before, on any machine, instead of recording some here.")
    private @Nullable Path from;

    @Option(
            names = "--runs",
            paramLabel = "DIR",
            description = "Where runs recorded here go. Default: ${DEFAULT-VALUE}.")
    private Path recordings = Path.of("out", "micro");

    @Option(
            names = "--plan",
            paramLabel = "PLAN.yaml",
            description = "What is fitted to which runs. Default: the project's own plan.")
    private @Nullable Path plan;

    @Option(
            names = "--out",
            paramLabel = "P.yaml",
            description = "The platform file to write. Default: ${DEFAULT-VALUE}.")
    private Path out = Path.of("out", "calibrated.yaml");

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "A page with every value and every run. Default: beside --out, with ending .html.")
    private @Nullable Path report;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call().
    private CommandSpec spec;

    @Override
    public Integer call() {
        Path page = report == null ? out.resolveSibling(name() + ".html") : report;
        checkTarget("--out", out);
        checkTarget("--report", page);
        // The base is read before hours of measuring, and not after.
        if (base != null) {
            PlatformTree.load(base);
        }
        CalibrationPlan stages = plan == null ? CalibrationPlan.own() : CalibrationPlan.of(Yaml.read(plan));
        if (from == null) {
            MicroBenchmarks.record(base, recordings, spec.commandLine());
        }
        CalibrationRuns runs = CalibrationRuns.read(List.of(from == null ? recordings : from));
        String baseName = base == null ? runs.preset() : base;
        PlatformTree start = PlatformTree.load(baseName).named(name());
        Calibration calibration = fit(stages, start, runs, spec.commandLine().getOut());
        SortedMap<String, String> provenance = runs.provenance();
        write(out, CalibratedFile.text(calibration, baseName, provenance));
        write(page, CalibrationReport.html("Calibration of " + name(), calibration, provenance));
        print(spec.commandLine().getOut(), calibration);
        spec.commandLine().getOut().printf("wrote %s%nwrote %s%n", out, page);
        spec.commandLine().getOut().flush();
        return Main.GOOD;
    }

    private String name() {
        String file = out.getFileName().toString();
        if (!file.endsWith(".yaml") || file.length() == ".yaml".length()) {
            throw new InputException("--out %s: a platform file's name ends in .yaml".formatted(out));
        }
        return file.substring(0, file.length() - ".yaml".length());
    }

    /** A mistake in a path should not cost the fit. */
    private static void checkTarget(String option, Path file) {
        if (Files.isDirectory(file)) {
            throw new InputException("%s %s: is a directory; name a file".formatted(option, file));
        }
        Path directory = file.toAbsolutePath().getParent();
        while (directory != null && !Files.exists(directory)) {
            directory = directory.getParent();
        }
        if (directory == null || !Files.isDirectory(directory) || !Files.isWritable(directory)) {
            throw new InputException("%s %s: cannot be written, because %s is no directory to write into"
                    .formatted(option, file, directory));
        }
    }

    private static Calibration fit(CalibrationPlan plan, PlatformTree start, CalibrationRuns runs, PrintWriter out) {
        Programs programs = new Programs();
        List<RecordedTwin> twins =
                runs.runs().stream().map(run -> new RecordedTwin(run, programs)).toList();
        int steps = plan.passes() * plan.stages().size();
        try (ProgressBar bar = Progress.of("fitting", steps)) {
            return Calibration.of(plan, start, twins, new FitProgress(bar, out));
        }
    }

    private static void print(PrintWriter out, Calibration calibration) {
        out.printf("%-44s %12s %12s %7s  %s%n", "value", "base", "found", "runs", "");
        for (StageResult stage : calibration.stages()) {
            for (Finding finding : stage.findings()) {
                out.printf(
                        "%-44s %12.6g %12.6g %3d/%-3d  %s%n",
                        finding.parameter().path(),
                        finding.before(),
                        finding.after(),
                        finding.reactingRuns(),
                        stage.after().size(),
                        finding.verdict().meaning());
            }
        }
        out.printf("%n%-24s %5s %10s %10s %10s  %s%n", "stage", "runs", "base", "mean", "largest", "where");
        for (StageResult stage : calibration.stages()) {
            if (stage.after().isEmpty()) {
                out.printf("%-24s %5d%n", stage.stage().name(), 0);
                continue;
            }
            Comparison worst = stage.worst();
            out.printf(
                    "%-24s %5d %9.1f%% %9.1f%% %+9.1f%%  %s%n",
                    stage.stage().name(),
                    stage.after().size(),
                    100 * stage.meanBefore(),
                    100 * stage.meanResidual(),
                    100 * worst.relativeError(),
                    worst.run());
        }
        if (!calibration.unusedRuns().isEmpty()) {
            out.printf("%nruns that no stage takes: %s%n", String.join(", ", calibration.unusedRuns()));
        }
    }

    private static void write(Path file, String content) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new InputException("%s: cannot be written (%s)".formatted(file, e), e);
        }
    }
}

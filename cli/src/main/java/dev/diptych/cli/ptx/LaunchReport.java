package dev.diptych.cli.ptx;

import dev.diptych.model.op.Dim;
import dev.diptych.sim.Prediction;
import dev.diptych.sim.ptx.PtxLaunch;
import dev.diptych.sim.ptx.PtxOptions;
import dev.diptych.sim.ptx.PtxResult;
import dev.diptych.sim.ptx.exec.KernelFault;
import dev.diptych.traces.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** What became of a launch, for people and for programs. */
public final class LaunchReport {
    private static final double NANOS_PER_MICRO = 1000;

    private final Map<String, Object> facts = new LinkedHashMap<>();
    private final List<String> lines = new ArrayList<>();
    private final boolean isClean;

    private LaunchReport(PtxLaunch launch, String printed, boolean isClean) {
        this.isClean = isClean;
        facts.put("kernel", launch.kernel().name());
        facts.put("grid", lengths(launch.grid()));
        facts.put("block", lengths(launch.block()));
        facts.put("dynamicSharedBytes", launch.dynamicSharedBytes());
        if (!printed.isEmpty()) {
            facts.put("printed", printed);
        }
        printed.lines().forEach(lines::add);
        lines.add("kernel %s, grid %s, block %s, %d bytes of dynamic shared memory"
                .formatted(
                        launch.kernel().name(),
                        text(launch.grid()),
                        text(launch.block()),
                        launch.dynamicSharedBytes()));
    }

    /** Returns the report of a launch that ended as it should. */
    public static LaunchReport of(
            PtxLaunch launch,
            PtxOptions options,
            PtxResult result,
            List<ResultArray> arrays,
            String printed,
            String platform,
            Prediction prediction) {
        LaunchReport report = new LaunchReport(launch, printed, true);
        CountTable counts = new CountTable(result.counts(), options.schedule() != null);
        report.facts.put("counts", counts.json());
        report.facts.put("results", arrays.stream().map(ResultArray::json).toList());
        report.lines.addAll(counts.lines());
        report.predict(platform, prediction);
        arrays.forEach(array -> report.lines.add(array.text()));
        if (options.isChecked()) {
            report.facts.put("check", Map.of("clean", true));
            report.lines.add("check: clean");
        }
        return report;
    }

    /**
     * Returns the report of a launch on a GPU.
     *
     * @param machine what is known of it, by name
     * @param deviceNanos how long the launch took there
     */
    public static LaunchReport onGpu(
            PtxLaunch launch, List<ResultArray> arrays, SortedMap<String, String> machine, long deviceNanos) {
        LaunchReport report = new LaunchReport(launch, "", true);
        double micros = deviceNanos / NANOS_PER_MICRO;
        String gpu = machine.getOrDefault("gpu0.name", "gpu0");
        report.facts.put("gpu", gpu);
        report.facts.put("deviceMicros", micros);
        report.facts.put("results", arrays.stream().map(ResultArray::json).toList());
        report.lines.add("%-28s %16.3f us on %s".formatted("took", micros, gpu));
        arrays.forEach(array -> report.lines.add(array.text()));
        return report;
    }

    /** Returns the report of a launch that a check has stopped, and which therefore has no results. */
    public static LaunchReport of(PtxLaunch launch, KernelFault fault, String printed) {
        LaunchReport report = new LaunchReport(launch, printed, false);
        KernelFault.Site site = fault.site();
        Map<String, Object> finding = new LinkedHashMap<>();
        finding.put("what", fault.what());
        finding.put("file", site.file());
        finding.put("line", site.line());
        finding.put("sourceFile", site.sourceLine() == 0 ? null : site.sourceFile());
        finding.put("sourceLine", site.sourceLine() == 0 ? null : site.sourceLine());
        finding.put("instruction", site.instruction());
        finding.put("block", lengths(fault.block()));
        finding.put("thread", lengths(fault.thread()));
        finding.put("message", fault.getMessage());
        Map<String, Object> check = new LinkedHashMap<>();
        check.put("clean", false);
        check.put("findings", List.of(finding));
        report.facts.put("check", check);
        report.lines.add("check: " + fault.getMessage());
        return report;
    }

    private void predict(String platform, Prediction prediction) {
        facts.put("platform", platform);
        facts.put("predictedMicros", prediction.micros());
        facts.put("predictedFromBlocks", prediction.profile().executedBlocks());
        lines.add("%-28s %16.3f us on %s, from %d of %d blocks"
                .formatted(
                        "predicted",
                        prediction.micros(),
                        platform,
                        prediction.profile().executedBlocks(),
                        prediction.profile().blocks()));
    }

    /** Returns whether nothing was found. */
    public boolean isClean() {
        return isClean;
    }

    /** Returns one JSON object in one line. */
    public String json() {
        return Json.line(facts);
    }

    public String text() {
        return String.join(System.lineSeparator(), lines);
    }

    private static String text(Dim dim) {
        return "%d,%d,%d".formatted(dim.x(), dim.y(), dim.z());
    }

    private static List<Integer> lengths(Dim dim) {
        return List.of(dim.x(), dim.y(), dim.z());
    }

    private static List<Integer> lengths(KernelFault.Position position) {
        return List.of(position.x(), position.y(), position.z());
    }
}

package dev.diptych.cli;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.placement.Hotness;
import dev.diptych.model.placement.Outcome;
import dev.diptych.model.placement.PlacementProblem;
import dev.diptych.model.placement.Solution;
import dev.diptych.traces.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code diptych place} says of a solution. */
final class PlacementReport {
    private static final double PERCENT = 100;

    private final Map<String, Object> facts = new LinkedHashMap<>();
    private final List<String> lines = new ArrayList<>();

    PlacementReport(
            Platform platform,
            Hotness hotness,
            String policy,
            String costModel,
            PlacementProblem problem,
            Solution solution,
            double seconds) {
        Outcome outcome = solution.placement().outcome(problem);
        facts.put("platform", platform.name());
        facts.put("hotness", hotness.name());
        facts.put("entries", hotness.entries());
        facts.put("policy", policy);
        facts.put("costModel", costModel);
        facts.put("unit", problem.unit());
        facts.put("objective", solution.objective());
        facts.put("bound", solution.bound());
        facts.put("gap", solution.gap());
        facts.put("seconds", seconds);
        Outcome.Share share = outcome.share();
        Map<String, Object> shares = new LinkedHashMap<>();
        shares.put("local", share.local());
        shares.put("peer", share.peer());
        shares.put("host", share.host());
        facts.put("share", shares);
        facts.put("movedRows", outcome.movedRows());
        facts.put("classes", solution.placement().classes().size());
        lines.add("%s on %s, policy %s, costs %s".formatted(hotness.name(), platform.name(), policy, costModel));
        lines.add("objective %s %s, bound %s, gap %.4f %%, solved in %.3f s"
                .formatted(
                        number(solution.objective()),
                        problem.unit(),
                        number(solution.bound()),
                        PERCENT * solution.gap(),
                        seconds));
        lines.add("reads     %.2f %% local, %.2f %% of peers, %.2f %% of the host"
                .formatted(PERCENT * share.local(), PERCENT * share.peer(), PERCENT * share.host()));
        addGpus(problem, solution, outcome);
        addShared(problem, outcome);
    }

    private void addGpus(PlacementProblem problem, Solution solution, Outcome outcome) {
        List<Map<String, Object>> gpus = new ArrayList<>();
        long[] stored = solution.placement().storedRows();
        lines.add("%-6s %14s %14s %12s %12s %12s %12s"
                .formatted("gpu", "room, rows", "stored, rows", "local", "peer, most", "host", "all SMs"));
        for (int gpu = 0; gpu < problem.gpus(); gpu++) {
            Outcome.GpuTimes times = outcome.gpus().get(gpu);
            double mostOfPeers = times.peers().stream()
                    .mapToDouble(Double::doubleValue)
                    .max()
                    .orElse(0);
            Map<String, Object> own = new LinkedHashMap<>();
            own.put("gpu", gpu);
            own.put("capacityRows", problem.capacityRows().get(gpu));
            own.put("storedRows", stored[gpu]);
            own.put("local", times.local());
            own.put("peers", times.peers());
            own.put("host", times.host());
            own.put("multiprocessors", times.multiprocessors());
            gpus.add(own);
            lines.add("%-6s %14d %14d %12s %12s %12s %12s"
                    .formatted(
                            new Gpu(gpu),
                            problem.capacityRows().get(gpu),
                            stored[gpu],
                            number(times.local()),
                            number(mostOfPeers),
                            number(times.host()),
                            number(times.multiprocessors())));
        }
        facts.put("gpus", gpus);
    }

    private void addShared(PlacementProblem problem, Outcome outcome) {
        List<Map<String, Object>> shared = new ArrayList<>();
        for (int i = 0; i < outcome.shared().size(); i++) {
            String name = problem.costs().shared().get(i).name();
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", name);
            one.put("time", outcome.shared().get(i));
            shared.add(one);
            lines.add("%12s  %s".formatted(number(outcome.shared().get(i)), name));
        }
        facts.put("shared", shared);
    }

    private static String number(double value) {
        return "%.6g".formatted(value);
    }

    String json() {
        return Json.line(facts);
    }

    String text() {
        return String.join(System.lineSeparator(), lines);
    }
}

package dev.diptych.validation.calibration;

import dev.diptych.model.InputException;
import dev.diptych.model.hw.PlatformTree;
import dev.diptych.validation.accuracy.Comparison;
import dev.diptych.validation.calibration.Finding.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A platform that was fitted to measured runs: the simulator is run again and again with other values, until its headlines are nearest to the
 * measured ones. The equations of the model are not solved backwards, so the fit holds for whatever the model is.
 *
 * @param platform the base with the values found
 * @param stages what became of each, in the plan's order
 * @param unusedRuns names of the runs that no stage takes
 */
public record Calibration(PlatformTree base, PlatformTree platform, List<StageResult> stages, List<String> unusedRuns) {
    public Calibration {
        stages = List.copyOf(stages);
        unusedRuns = List.copyOf(unusedRuns);
    }

    /**
     * Carries out a plan.
     *
     * @param runs in the order that reports show them in
     * @param watcher is told after each evaluation, by this thread
     * @throws InputException when no stage takes any of the runs, two of them have one name, or the base lacks a parameter
     */
    public static Calibration of(
            CalibrationPlan plan, PlatformTree base, List<? extends Twin> runs, Consumer<StageProgress> watcher) {
        check(plan, base, runs);
        PlatformTree platform = base;
        Map<String, List<Finding>> findings = new HashMap<>();
        for (int pass = 0; pass < plan.passes(); pass++) {
            for (Stage stage : plan.stages()) {
                List<? extends Twin> own = taken(stage, runs);
                if (!own.isEmpty()) {
                    StageFit.Outcome outcome = new StageFit(stage, base, platform, own, watcher).fit();
                    platform = outcome.platform();
                    findings.put(stage.name(), outcome.findings());
                }
            }
        }
        // Several stages may take a run, which is the same run on the same platform.
        List<? extends Twin> used = runs.stream()
                .filter(run -> plan.stages().stream().anyMatch(stage -> stage.takes(run.name())))
                .toList();
        List<Comparison> before = Objective.compare(used, base.platform());
        List<Comparison> after = Objective.compare(used, platform.platform());
        List<StageResult> results = new ArrayList<>();
        for (Stage stage : plan.stages()) {
            List<? extends Twin> own = taken(stage, runs);
            results.add(new StageResult(
                    stage,
                    own.isEmpty() ? withoutRuns(stage, base) : findings.getOrDefault(stage.name(), List.of()),
                    of(stage, before),
                    of(stage, after)));
        }
        List<String> unused = runs.stream()
                .map(Twin::name)
                .filter(name -> plan.stages().stream().noneMatch(stage -> stage.takes(name)))
                .toList();
        return new Calibration(base, platform, results, unused);
    }

    private static List<Comparison> of(Stage stage, List<Comparison> comparisons) {
        return comparisons.stream()
                .filter(comparison -> stage.takes(comparison.run()))
                .toList();
    }

    private static void check(CalibrationPlan plan, PlatformTree base, List<? extends Twin> runs) {
        Map<String, Twin> byName = new HashMap<>();
        for (Twin run : runs) {
            if (byName.put(run.name(), run) != null) {
                throw new InputException(
                        "two runs are named '%s'; a stage could not tell them apart".formatted(run.name()));
            }
        }
        List<Stage> used = plan.stages().stream()
                .filter(stage -> !taken(stage, runs).isEmpty())
                .toList();
        if (used.isEmpty()) {
            throw new InputException("none of the %d runs has a name that a stage fits to; stages fit to %s"
                    .formatted(
                            runs.size(),
                            String.join(
                                    ", ",
                                    plan.stages().stream()
                                            .flatMap(stage -> stage.runs().stream())
                                            .toList())));
        }
        // A path that the platform lacks is an error before the first fit, and not after an hour of them.
        used.forEach(stage -> stage.parameters().forEach(parameter -> parameter.range(base)));
    }

    private static List<? extends Twin> taken(Stage stage, List<? extends Twin> runs) {
        return runs.stream().filter(run -> stage.takes(run.name())).toList();
    }

    /** A stage without runs may be about hardware that the platform does not have, such as a peer. */
    private static List<Finding> withoutRuns(Stage stage, PlatformTree base) {
        return stage.parameters().stream()
                .filter(parameter -> base.has(parameter.path()))
                .map(parameter -> {
                    double value = base.number(parameter.path());
                    return new Finding(parameter, value, value, Verdict.NO_RUNS, 0, 0);
                })
                .toList();
    }
}

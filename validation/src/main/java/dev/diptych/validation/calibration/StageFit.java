package dev.diptych.validation.calibration;

import dev.diptych.model.hw.PlatformTree;
import dev.diptych.validation.accuracy.Comparison;
import dev.diptych.validation.calibration.Finding.Verdict;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Finds the parameters of one stage, all else being as it is. */
final class StageFit {
    /** Digits that a fitted value is rounded to; what the runs tell is less certain than that. */
    private static final MathContext DIGITS = new MathContext(4, RoundingMode.HALF_EVEN);
    /** Weight of the distance from the start: a thousandth of what an error of 3 % counts, so it decides only where the runs do not. */
    private static final double PULL = 1e-6;
    /** How near the end of its range, as a share of it, a value counts as being there. */
    private static final double AT_BOUND = 2e-3;
    /** By how much a value is changed to see what it does. */
    private static final double NUDGE = 1.05;

    private final PlatformTree start;
    private final PlatformTree base;
    private final Stage stage;
    private final List<? extends Twin> runs;
    private final Consumer<StageProgress> watcher;
    private final List<Comparison> atStart;
    /** What was found by the values of the stage's parameters: a search comes back to the ends of a range, and to its best point. */
    private final Map<List<Double>, List<Comparison>> known = new HashMap<>();

    private double firstResidual;
    private double leastResidual;

    StageFit(
            Stage stage,
            PlatformTree base,
            PlatformTree start,
            List<? extends Twin> runs,
            Consumer<StageProgress> watcher) {
        this.stage = stage;
        this.base = base;
        this.start = start;
        this.runs = runs;
        this.watcher = watcher;
        atStart = compare(start);
    }

    private List<Comparison> compare(PlatformTree tree) {
        List<Double> values = stage.parameters().stream()
                .map(parameter -> tree.number(parameter.path()))
                .toList();
        List<Comparison> found = known.get(values);
        if (found == null) {
            found = Objective.compare(runs, tree.platform());
            known.put(values, found);
            double residual = Objective.residual(found);
            firstResidual = known.size() == 1 ? residual : firstResidual;
            leastResidual = known.size() == 1 ? residual : Math.min(leastResidual, residual);
            tell(leastResidual, false);
        }
        return found;
    }

    private void tell(double residual, boolean isDone) {
        watcher.accept(new StageProgress(stage, runs.size(), known.size(), firstResidual, residual, isDone));
    }

    /** The platform with the stage's values, and what became of each. */
    record Outcome(PlatformTree platform, List<Finding> findings) {}

    Outcome fit() {
        List<Integer> reacting =
                stage.parameters().stream().map(this::reactingRuns).toList();
        List<Parameter> sought = new ArrayList<>();
        for (int i = 0; i < reacting.size(); i++) {
            if (reacting.get(i) > 0) {
                sought.add(stage.parameters().get(i));
            }
        }
        PlatformTree fitted = sought.isEmpty() ? start : minimise(sought);
        List<Comparison> atFit = compare(fitted);
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < reacting.size(); i++) {
            findings.add(finding(stage.parameters().get(i), reacting.get(i), fitted, atFit));
        }
        tell(Objective.residual(atFit), true);
        return new Outcome(fitted, findings);
    }

    private int reactingRuns(Parameter parameter) {
        Parameter.Range range = parameter.range(base);
        List<Comparison> low = compare(set(start, parameter, range.low()));
        List<Comparison> high = compare(set(start, parameter, range.high()));
        int count = 0;
        for (int i = 0; i < runs.size(); i++) {
            double change = Math.max(change(atStart.get(i), low.get(i)), change(atStart.get(i), high.get(i)));
            count += change > Finding.NOTICEABLE ? 1 : 0;
        }
        return count;
    }

    private static double change(Comparison from, Comparison to) {
        return Math.abs(to.simulated() / from.simulated() - 1);
    }

    private PlatformTree minimise(List<Parameter> sought) {
        double[] from = new double[sought.size()];
        for (int i = 0; i < from.length; i++) {
            from[i] =
                    sought.get(i).range(base).toUnit(start.number(sought.get(i).path()));
        }
        double[] found = Search.minimum(point -> loss(sought, from, point), from);
        PlatformTree fitted = at(sought, from, found);
        for (int i = 0; i < found.length; i++) {
            if (found[i] != from[i]) {
                fitted = set(fitted, sought.get(i), rounded(sought.get(i), fitted));
            }
        }
        return fitted;
    }

    private double loss(List<Parameter> sought, double[] from, double[] point) {
        double distance = 0;
        for (int i = 0; i < from.length; i++) {
            distance += (point[i] - from[i]) * (point[i] - from[i]);
        }
        return Objective.loss(compare(at(sought, from, point))) + PULL * distance;
    }

    /** Returns the start with the parameters at a point; where the point does not differ from the start, neither does the value. */
    private PlatformTree at(List<Parameter> sought, double[] from, double[] point) {
        PlatformTree tree = start;
        for (int i = 0; i < point.length; i++) {
            if (point[i] != from[i]) {
                tree = set(tree, sought.get(i), sought.get(i).range(base).fromUnit(point[i]));
            }
        }
        return tree;
    }

    private static PlatformTree set(PlatformTree tree, Parameter parameter, double value) {
        return tree.with(parameter.path(), value);
    }

    private double rounded(Parameter parameter, PlatformTree fitted) {
        double value = fitted.number(parameter.path());
        double rounded = new BigDecimal(value).round(DIGITS).doubleValue();
        Parameter.Range range = parameter.range(base);
        return rounded >= range.low() && rounded <= range.high() ? rounded : value;
    }

    private Finding finding(Parameter parameter, int reacting, PlatformTree fitted, List<Comparison> atFit) {
        double before = base.number(parameter.path());
        double after = fitted.number(parameter.path());
        if (reacting == 0) {
            return new Finding(parameter, before, after, Verdict.INERT, 0, 0);
        }
        Parameter.Range range = parameter.range(base);
        double more = after == 0 ? (NUDGE - 1) * range.high() : after * NUDGE;
        double nudged = more <= range.high() ? more : after / NUDGE;
        List<Comparison> changed = compare(set(fitted, parameter, nudged));
        double reaction = 0;
        for (int i = 0; i < runs.size(); i++) {
            reaction = Math.max(reaction, change(atFit.get(i), changed.get(i)));
        }
        double unit = range.toUnit(after);
        Verdict verdict = reaction < Finding.NOTICEABLE / 2
                ? Verdict.FLAT
                : unit < AT_BOUND || unit > 1 - AT_BOUND ? Verdict.AT_BOUND : Verdict.FITTED;
        return new Finding(parameter, before, after, verdict, reacting, reaction);
    }
}

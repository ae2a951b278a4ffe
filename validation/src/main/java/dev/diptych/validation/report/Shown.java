package dev.diptych.validation.report;

import dev.diptych.validation.accuracy.Comparison;
import dev.diptych.validation.accuracy.ErrorMeasure;
import dev.diptych.validation.accuracy.Gate.Verdict;
import dev.diptych.validation.accuracy.RunSet;
import dev.diptych.validation.svg.Markup;
import dev.diptych.validation.svg.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** How numbers of a comparison read, on every page that shows them. */
final class Shown {
    private Shown() {}

    static String value(ErrorMeasure measure, OptionalDouble value) {
        if (value.isEmpty()) {
            return "not defined";
        }
        return measure.isShare()
                ? Markup.percent(value.getAsDouble())
                : String.format(Locale.ROOT, "%.4f", value.getAsDouble());
    }

    static String value(ErrorMeasure measure, RunSet set) {
        return value(
                measure, set.summary().map(summary -> summary.value(measure)).orElse(OptionalDouble.empty()));
    }

    static String limit(Verdict verdict) {
        ErrorMeasure measure = verdict.gate().measure();
        String limit = value(measure, OptionalDouble.of(verdict.gate().limit()));
        return (measure.isSmallGood() ? "at most " : "at least ") + limit;
    }

    static Optional<Verdict> verdict(ErrorMeasure measure, RunSet set) {
        return set.verdicts().stream()
                .filter(verdict -> verdict.gate().measure() == measure)
                .findFirst();
    }

    static String signed(double fraction) {
        return (fraction > 0 ? "+" : "") + Markup.percent(fraction);
    }

    static String unit(List<RunSet> sets) {
        List<String> units = sets.stream()
                .flatMap(set -> set.comparisons().stream())
                .map(Comparison::unit)
                .distinct()
                .toList();
        return units.size() == 1 ? units.get(0) : "each in its own unit";
    }

    static List<String> names(List<RunSet> sets) {
        return sets.stream().map(RunSet::name).toList();
    }

    /** Returns simulated over measured values, in the order of sets and runs; hollow where the hardware spread widely. */
    static List<Point> pairs(List<RunSet> sets) {
        List<Point> pairs = new ArrayList<>();
        for (int group = 0; group < sets.size(); group++) {
            for (Comparison pair : sets.get(group).comparisons()) {
                String label = label(sets.get(group), pair, pairs.size() + 1);
                pairs.add(new Point(pair.measured(), pair.simulated(), label, group, pair.isWide()));
            }
        }
        return pairs;
    }

    private static String label(RunSet set, Comparison pair, int number) {
        return "%d %s/%s, %s: measured %s %s, simulated %s %s, error %s"
                .formatted(
                        number,
                        set.name(),
                        pair.run(),
                        pair.metric(),
                        Markup.number(pair.measured()),
                        pair.unit(),
                        Markup.number(pair.simulated()),
                        pair.unit(),
                        Markup.percent(pair.relativeError()));
    }

    /** Returns errors over the number of the run, in the same order, colours and labels as {@link #pairs}. */
    static List<Point> errors(List<RunSet> sets) {
        List<Point> errors = new ArrayList<>();
        for (Point pair : pairs(sets)) {
            double error = (pair.y() - pair.x()) / pair.x();
            errors.add(new Point(errors.size() + 1, error, pair.label(), pair.group(), pair.emphasised()));
        }
        return errors;
    }
}

package dev.diptych.validation.report;

import dev.diptych.validation.accuracy.Comparison;
import dev.diptych.validation.accuracy.ErrorMeasure;
import dev.diptych.validation.accuracy.RunSet;
import dev.diptych.validation.svg.Markup;
import dev.diptych.validation.svg.ScatterPlot;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The page of the documentation that says how accurate the simulator is. It depends on recorded runs and on what the simulator makes of them,
 * and on nothing else: no date, no machine. So two versions of it differ where accuracy does.
 */
public final class AccuracyPage {
    private static final String NO_REASON = "not known";
    private static final String HEADING = "\n## Set `%s`\n";
    private static final String HEAD = """
            # Accuracy

            Written by `./diptych validate --docs docs/accuracy.md`, not by hand: it simulates every run in `traces/data` that was recorded on hardware, and compares
            headlines. `./diptych validate --check-docs docs/accuracy.md` fails when this page is not what it would write, when an error passes its limit in
            `traces/data/validation.yaml`, or when a set that is held out is not as it was locked. No run is left out. What the recordings taught, and what has
            not been run: [validation.md](validation.md).

            An error is (simulated - measured) / measured. A run is *wide* when the hardware itself spread by more than 5 % over its repeats (p90 - p10 over the
            median); such runs count like all others. A set is *held out* when nothing was fitted to its runs and its suite, its kernels and its recordings were
            locked by hash (`traces/data/locked.sha256`).

            """;

    private AccuracyPage() {}

    /**
     * Returns the page as Markdown.
     *
     * @param sets in the order of the page
     * @param figure where the picture of {@link #figure} lies, relative to the page
     */
    public static String markdown(List<RunSet> sets, String figure) {
        StringBuilder page = new StringBuilder(HEAD);
        summary(page, sets);
        page.append("\n![Simulated over measured, by set](").append(figure).append(")\n\n");
        page.append(
                "*Simulated over measured times. The bands are 10 % and 25 %; hollow points are wide. Point at one to read its name.*\n");
        outliers(page, sets);
        for (RunSet set : sets) {
            runs(page, set);
        }
        return page.toString();
    }

    /** Returns the picture: simulated over measured values, logarithmic, sets by colour. */
    public static String figure(List<RunSet> sets) {
        String unit = Shown.unit(sets);
        return ScatterPlot.file(
                Shown.pairs(sets),
                Shown.names(sets),
                "Simulated over measured values of %d runs on logarithmic axes"
                        .formatted(sets.stream()
                                .mapToInt(set -> set.comparisons().size())
                                .sum()),
                "measured (" + unit + ")",
                "simulated (" + unit + ")");
    }

    private static void summary(StringBuilder page, List<RunSet> sets) {
        List<String> head = new ArrayList<>(List.of("set", "runs", "wide"));
        Stream.of(ErrorMeasure.values()).map(ErrorMeasure::title).forEach(head::add);
        head.add("held out");
        table(page, head);
        for (RunSet set : sets) {
            List<String> cells = new ArrayList<>(List.of(
                    "`%s`".formatted(set.name()),
                    Integer.toString(set.comparisons().size()),
                    Long.toString(set.wideCount())));
            Stream.of(ErrorMeasure.values())
                    .map(measure -> set.comparisons().isEmpty() ? "" : value(measure, set))
                    .forEach(cells::add);
            cells.add(set.lock().map(Object::toString).orElse("no"));
            row(page, cells);
        }
    }

    private static String value(ErrorMeasure measure, RunSet set) {
        return Shown.value(measure, set)
                + Shown.verdict(measure, set)
                        .map(verdict ->
                                " (%s%s)".formatted(Shown.limit(verdict), verdict.passed() ? "" : ", **failed**"))
                        .orElse("");
    }

    private static void outliers(StringBuilder page, List<RunSet> sets) {
        page.append("\n## Outliers\n\nEvery run whose error is above %s, with the reason as far as it is known.\n\n"
                .formatted(Markup.percent(Comparison.OUTLIER_ERROR)));
        table(page, List.of("set", "run", "error", "wide", "reason"));
        for (RunSet set : sets) {
            set.comparisons().stream()
                    .filter(Comparison::isOutlier)
                    .forEach(pair -> row(
                            page,
                            List.of(
                                    "`%s`".formatted(set.name()),
                                    "`%s`".formatted(pair.run()),
                                    Shown.signed(pair.relativeError()),
                                    pair.isWide() ? "yes" : "",
                                    pair.reason().isEmpty() ? NO_REASON : pair.reason())));
        }
    }

    private static void runs(StringBuilder page, RunSet set) {
        page.append(HEADING.formatted(set.name()))
                .append("\n%s\n\n".formatted(set.about().strip()));
        if (set.comparisons().isEmpty()) {
            page.append("Not recorded yet.\n");
            return;
        }
        set.origin().forEach((name, value) -> page.append("- %s: %s\n".formatted(name, value)));
        page.append('\n');
        table(page, List.of("run", "headline", "unit", "measured", "simulated", "error", "wide", "fitted to it"));
        for (Comparison pair : set.comparisons()) {
            row(page, cells(pair));
        }
    }

    private static List<String> cells(Comparison pair) {
        return List.of(
                "`%s`".formatted(pair.run()),
                pair.metric(),
                pair.unit(),
                Markup.number(pair.measured()),
                Markup.number(pair.simulated()),
                Shown.signed(pair.relativeError()),
                pair.isWide() ? "yes" : "",
                pair.fitted());
    }

    /**
     * Returns the runs of which a page says something else, or nothing, as {@code SET/RUN}.
     *
     * @param markdown the page
     * @param sets with some of the page's runs
     */
    public static List<String> stale(String markdown, List<RunSet> sets) {
        List<String> stale = new ArrayList<>();
        for (RunSet set : sets) {
            String section = section(markdown, set.name());
            for (Comparison pair : set.comparisons()) {
                StringBuilder line = new StringBuilder("\n");
                row(line, cells(pair));
                if (!section.contains(line)) {
                    stale.add(set.name() + "/" + pair.run());
                }
            }
        }
        return stale;
    }

    private static String section(String markdown, String set) {
        int from = markdown.indexOf(HEADING.formatted(set));
        int to = markdown.indexOf("\n## ", from + 1);
        return from < 0 ? "" : markdown.substring(from, to < 0 ? markdown.length() : to);
    }

    private static void table(StringBuilder page, List<String> head) {
        row(page, head);
        page.append("|---".repeat(head.size())).append("|\n");
    }

    private static void row(StringBuilder page, List<String> cells) {
        for (String cell : cells) {
            // A bar would end the cell, and so would a line.
            String text = cell.replace("|", "\\|").replaceAll("\\s+", " ").strip();
            page.append(text.isEmpty() ? "| " : "| " + text + " ");
        }
        page.append("|\n");
    }
}

package dev.diptych.validation.report;

import dev.diptych.validation.accuracy.Comparison;
import dev.diptych.validation.accuracy.ErrorMeasure;
import dev.diptych.validation.accuracy.ErrorSummary;
import dev.diptych.validation.accuracy.Gate.Verdict;
import dev.diptych.validation.accuracy.RunSet;
import dev.diptych.validation.svg.Markup;
import dev.diptych.validation.svg.ScatterPlot;
import dev.diptych.validation.svg.StemPlot;
import java.util.List;
import java.util.SortedMap;

/** A page that holds simulated runs against measured ones: the errors summed up, plotted, and every run in one table. */
public final class ComparisonReport {
    private ComparisonReport() {}

    /**
     * Returns the page.
     *
     * @param sets in the order of the tables, at least one with a run
     * @param provenance facts by name; may be empty
     * @throws dev.diptych.model.InputException when there is nothing to compare
     */
    public static String html(String title, List<RunSet> sets, SortedMap<String, String> provenance) {
        int runs = ErrorSummary.of(
                        sets.stream().flatMap(set -> set.comparisons().stream()).toList())
                .count();
        Page page = new Page(title);
        page.html()
                .element(
                        "p",
                        "%d %s, measured on hardware and simulated. An error is (simulated - measured) / measured."
                                .formatted(runs, runs == 1 ? "number" : "numbers"),
                        "class",
                        "lead");
        summary(page, sets);
        plots(page, sets, runs);
        runs(page, sets);
        page.provenance(provenance);
        return page.close();
    }

    private static void summary(Page page, List<RunSet> sets) {
        Markup html = page.html();
        html.open("section").element("h2", "Summary");
        page.openTable("Errors by set of runs", false);
        html.open("thead").open("tr").element("th", "Measure", "scope", "col");
        sets.forEach(set -> html.element("th", set.name(), "scope", "col"));
        html.element("th", "Meaning", "scope", "col").close("tr").close("thead").open("tbody");
        html.open("tr").element("th", "Runs", "scope", "row");
        sets.forEach(set ->
                html.element("td", "%d, %d wide".formatted(set.comparisons().size(), set.wideCount())));
        html.element("td", "how many, and in how many the hardware itself spread widely")
                .close("tr");
        for (ErrorMeasure measure : ErrorMeasure.values()) {
            html.open("tr").element("th", measure.title(), "scope", "row");
            for (RunSet set : sets) {
                html.open("td").text(Shown.value(measure, set) + " ");
                Shown.verdict(measure, set).ifPresent(verdict -> verdict(html, verdict));
                html.close("td");
            }
            html.element("td", measure.meaning()).close("tr");
        }
        html.open("tr").element("th", "Lock", "scope", "row");
        sets.forEach(set -> html.element("td", set.lock().map(Object::toString).orElse("not held out")));
        html.element("td", "whether a set that is held out is as it was chosen").close("tr");
        page.closeTable();
        html.close("section");
    }

    private static void verdict(Markup html, Verdict verdict) {
        html.text(Shown.limit(verdict) + " ")
                .element("span", verdict.passed() ? "passed" : "failed", "class", verdict.passed() ? "good" : "bad");
    }

    static void plots(Page page, List<RunSet> sets, int runs) {
        String unit = Shown.unit(sets);
        page.html().open("section").element("h2", "Plots").open("div", "class", "plots");
        page.figure(
                ScatterPlot.svg(
                        Shown.pairs(sets),
                        Shown.names(sets),
                        "Simulated over measured values of %d runs on logarithmic axes".formatted(runs),
                        "measured (" + unit + ")",
                        "simulated (" + unit + ")"),
                "Simulated over measured. On the line both are equal; the bands are 10 % and 25 % about it."
                        + " Hollow points spread widely on the hardware itself.");
        page.figure(
                StemPlot.svg(
                        Shown.errors(sets),
                        "Relative errors of %d runs".formatted(runs),
                        "number of the run in the table",
                        "error"),
                "Error of each run; the band is 10 %.");
        page.html().close("div").close("section");
    }

    static void runs(Page page, List<RunSet> sets) {
        Markup html = page.html();
        html.open("section").element("h2", "Runs");
        page.openTable("Every run; the heads of the columns sort", true);
        html.open("thead").open("tr");
        for (String column :
                List.of("No.", "Set", "Run", "Metric", "Measured", "Simulated", "Unit", "Error", "Spread", "Notes")) {
            html.open("th", "scope", "col")
                    .element("button", column, "type", "button")
                    .close("th");
        }
        html.close("tr").close("thead").open("tbody");
        int count = 0;
        for (RunSet set : sets) {
            for (Comparison pair : set.comparisons()) {
                row(html, set, pair, ++count);
            }
        }
        page.closeTable();
        html.close("section");
    }

    private static void row(Markup html, RunSet set, Comparison pair, int count) {
        html.open("tr");
        number(html, count, Integer.toString(count));
        html.element("td", set.name()).element("th", pair.run(), "scope", "row").element("td", pair.metric());
        number(html, pair.measured(), Markup.number(pair.measured()));
        number(html, pair.simulated(), Markup.number(pair.simulated()));
        html.element("td", pair.unit());
        number(html, pair.relativeError(), Shown.signed(pair.relativeError()));
        if (pair.spread().isPresent()) {
            double spread = pair.spread().getAsDouble();
            number(html, spread, Markup.percent(spread));
        } else {
            html.element("td", "");
        }
        html.open("td");
        if (pair.isWide()) {
            html.element("span", "spread above " + Markup.percent(Comparison.WIDE_SPREAD), "class", "flag")
                    .text(" ");
        }
        if (!pair.fitted().isEmpty()) {
            html.element("span", "fitted: " + pair.fitted(), "class", "flag").text(" ");
        }
        html.text(pair.reason()).close("td").close("tr");
    }

    private static void number(Markup html, double value, String shown) {
        html.element("td", shown, "class", "number", "data-sort", Double.toString(value));
    }
}

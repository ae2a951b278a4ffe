package dev.diptych.validation.report;

import dev.diptych.validation.accuracy.Comparison;
import dev.diptych.validation.accuracy.ErrorMeasure;
import dev.diptych.validation.accuracy.ErrorSummary;
import dev.diptych.validation.accuracy.Gate.Verdict;
import dev.diptych.validation.svg.Markup;
import dev.diptych.validation.svg.Point;
import dev.diptych.validation.svg.ScatterPlot;
import dev.diptych.validation.svg.StemPlot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.SortedMap;

/** A page that holds simulated runs against measured ones: the errors summed up, plotted, and every run in one table. */
public final class ComparisonReport {
    private ComparisonReport() {}

    /**
     * Returns the page.
     *
     * @param comparisons at least one, in the order of the table
     * @param verdicts of gates that were checked on their summary; may be empty
     * @param provenance facts by name; may be empty
     * @throws dev.diptych.model.InputException when there is nothing to compare
     */
    public static String html(
            String title, List<Comparison> comparisons, List<Verdict> verdicts, SortedMap<String, String> provenance) {
        ErrorSummary summary = ErrorSummary.of(comparisons);
        Page page = new Page(title);
        page.html()
                .element(
                        "p",
                        "%d %s, measured on hardware and simulated. An error is (simulated - measured) / measured."
                                .formatted(comparisons.size(), comparisons.size() == 1 ? "number" : "numbers"),
                        "class",
                        "lead");
        summary(page, summary, verdicts);
        plots(page, comparisons);
        runs(page, comparisons);
        page.provenance(provenance);
        return page.close();
    }

    private static void summary(Page page, ErrorSummary summary, List<Verdict> verdicts) {
        Markup html = page.html();
        html.open("section").element("h2", "Summary");
        page.openTable("Errors over all runs", false);
        html.open("thead").open("tr");
        for (String column : List.of("Measure", "Value", "Limit", "Meaning")) {
            html.element("th", column, "scope", "col");
        }
        html.close("tr").close("thead").open("tbody");
        for (ErrorMeasure measure : ErrorMeasure.values()) {
            html.open("tr")
                    .element("th", measure.title(), "scope", "row")
                    .element("td", shown(measure, summary.value(measure)), "class", "number")
                    .open("td");
            verdicts.stream()
                    .filter(verdict -> verdict.gate().measure() == measure)
                    .forEach(verdict -> verdict(html, verdict));
            html.close("td").element("td", measure.meaning()).close("tr");
        }
        page.closeTable();
        html.close("section");
    }

    private static void verdict(Markup html, Verdict verdict) {
        ErrorMeasure measure = verdict.gate().measure();
        String limit = shown(measure, OptionalDouble.of(verdict.gate().limit()));
        html.text((measure.isSmallGood() ? "at most " : "at least ") + limit + " ")
                .element("span", verdict.passed() ? "passed" : "failed", "class", verdict.passed() ? "good" : "bad");
    }

    private static String shown(ErrorMeasure measure, OptionalDouble value) {
        if (value.isEmpty()) {
            return "not defined";
        }
        return measure.isShare()
                ? Markup.percent(value.getAsDouble())
                : String.format(Locale.ROOT, "%.4f", value.getAsDouble());
    }

    static void plots(Page page, List<Comparison> comparisons) {
        List<Point> pairs = new ArrayList<>();
        List<Point> errors = new ArrayList<>();
        for (Comparison pair : comparisons) {
            boolean flagged = pair.isWide() || !pair.note().isEmpty();
            String label = "%d %s, %s: measured %s %s, simulated %s %s, error %s"
                    .formatted(
                            errors.size() + 1,
                            pair.run(),
                            pair.metric(),
                            Markup.number(pair.measured()),
                            pair.unit(),
                            Markup.number(pair.simulated()),
                            pair.unit(),
                            Markup.percent(pair.relativeError()));
            pairs.add(new Point(pair.measured(), pair.simulated(), label, flagged));
            errors.add(new Point(errors.size() + 1, pair.relativeError(), label, flagged));
        }
        List<String> units =
                comparisons.stream().map(Comparison::unit).distinct().toList();
        String unit = units.size() == 1 ? units.get(0) : "each in its own unit";
        page.html().open("section").element("h2", "Plots").open("div", "class", "plots");
        page.figure(
                ScatterPlot.svg(
                        pairs,
                        "Simulated over measured values of %d runs on logarithmic axes".formatted(pairs.size()),
                        "measured (" + unit + ")",
                        "simulated (" + unit + ")"),
                "Simulated over measured. On the line both are equal; the bands are 10 % and 25 % about it."
                        + " Hollow points have a note or a wide spread.");
        page.figure(
                StemPlot.svg(
                        errors,
                        "Relative errors of %d runs".formatted(errors.size()),
                        "number of the run in the table",
                        "error"),
                "Error of each run; the band is 10 %.");
        page.html().close("div").close("section");
    }

    static void runs(Page page, List<Comparison> comparisons) {
        Markup html = page.html();
        html.open("section").element("h2", "Runs");
        page.openTable("Every run; the heads of the columns sort", true);
        html.open("thead").open("tr");
        for (String column :
                List.of("No.", "Run", "Metric", "Measured", "Simulated", "Unit", "Error", "Spread", "Notes")) {
            html.open("th", "scope", "col")
                    .element("button", column, "type", "button")
                    .close("th");
        }
        html.close("tr").close("thead").open("tbody");
        for (int i = 0; i < comparisons.size(); i++) {
            Comparison pair = comparisons.get(i);
            html.open("tr");
            number(html, i + 1, Integer.toString(i + 1));
            html.element("th", pair.run(), "scope", "row").element("td", pair.metric());
            number(html, pair.measured(), Markup.number(pair.measured()));
            number(html, pair.simulated(), Markup.number(pair.simulated()));
            html.element("td", pair.unit());
            number(html, pair.relativeError(), signed(pair.relativeError()));
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
            html.text(pair.note()).close("td").close("tr");
        }
        page.closeTable();
        html.close("section");
    }

    private static String signed(double fraction) {
        return (fraction > 0 ? "+" : "") + Markup.percent(fraction);
    }

    private static void number(Markup html, double value, String shown) {
        html.element("td", shown, "class", "number", "data-sort", Double.toString(value));
    }
}

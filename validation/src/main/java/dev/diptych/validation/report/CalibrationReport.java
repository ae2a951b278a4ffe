package dev.diptych.validation.report;

import dev.diptych.validation.accuracy.Comparison;
import dev.diptych.validation.accuracy.RunSet;
import dev.diptych.validation.calibration.Calibration;
import dev.diptych.validation.calibration.Finding;
import dev.diptych.validation.calibration.StageResult;
import dev.diptych.validation.svg.Markup;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A page that says what a calibration found: each value with the runs that it comes from, and how well each run is met. */
public final class CalibrationReport {
    private CalibrationReport() {}

    /**
     * Returns the page.
     *
     * @param provenance facts by name; may be empty
     */
    public static String html(String title, Calibration calibration, SortedMap<String, String> provenance) {
        Page page = new Page(title);
        page.html()
                .element(
                        "p",
                        "Values of a platform, fitted by running the simulator until its headlines are nearest to the measured ones.",
                        "class",
                        "lead");
        values(page, calibration);
        stages(page, calibration);
        Map<String, Comparison> runs = new LinkedHashMap<>();
        calibration.stages().forEach(stage -> stage.after().forEach(pair -> runs.putIfAbsent(pair.run(), pair)));
        List<RunSet> fitted = List.of(new RunSet(
                "fitted",
                "runs that values were fitted to",
                List.copyOf(runs.values()),
                List.of(),
                Optional.empty(),
                new TreeMap<>()));
        ComparisonReport.plots(page, fitted, runs.size());
        ComparisonReport.runs(page, fitted);
        if (!calibration.unusedRuns().isEmpty()) {
            page.html().element("p", "Runs that no stage takes: " + String.join(", ", calibration.unusedRuns()) + ".");
        }
        page.provenance(provenance);
        return page.close();
    }

    private static void values(Page page, Calibration calibration) {
        Markup html = page.html();
        html.open("section").element("h2", "Values");
        head(
                page,
                "Every value that was sought",
                "Value",
                "Base",
                "Found",
                "Stage",
                "Runs that react",
                "Reaction to 5 %",
                "");
        for (StageResult stage : calibration.stages()) {
            for (Finding finding : stage.findings()) {
                html.open("tr")
                        .element("th", finding.parameter().path(), "scope", "row")
                        .element("td", Markup.number(finding.before()), "class", "number")
                        .element("td", Markup.number(finding.after()), "class", "number")
                        .element("td", stage.stage().name())
                        .element(
                                "td",
                                finding.reactingRuns() + " of " + stage.after().size(),
                                "class",
                                "number")
                        .element("td", Markup.percent(finding.reaction()), "class", "number")
                        .element("td", finding.verdict().meaning())
                        .close("tr");
            }
        }
        page.closeTable();
        html.close("section");
    }

    private static void stages(Page page, Calibration calibration) {
        Markup html = page.html();
        html.open("section").element("h2", "Stages");
        head(page, "Residuals by stage", "Stage", "Determines", "Runs", "Mean, base", "Mean", "Largest", "Where");
        for (StageResult stage : calibration.stages()) {
            html.open("tr")
                    .element("th", stage.stage().name(), "scope", "row")
                    .element("td", stage.stage().determines())
                    .element("td", Integer.toString(stage.after().size()), "class", "number");
            if (stage.after().isEmpty()) {
                html.element("td", "no run was recorded", "colspan", "4");
            } else {
                html.element("td", Markup.percent(stage.meanBefore()), "class", "number")
                        .element("td", Markup.percent(stage.meanResidual()), "class", "number")
                        .element("td", Markup.percent(Math.abs(stage.worst().relativeError())), "class", "number")
                        .element("td", stage.worst().run());
            }
            html.close("tr");
        }
        page.closeTable();
        html.close("section");
    }

    private static void head(Page page, String caption, String... columns) {
        page.openTable(caption, false);
        page.html().open("thead").open("tr");
        for (String column : columns) {
            page.html().element("th", column, "scope", "col");
        }
        page.html().close("tr").close("thead").open("tbody");
    }
}

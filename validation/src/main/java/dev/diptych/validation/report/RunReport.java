package dev.diptych.validation.report;

import dev.diptych.model.run.RunLog;
import dev.diptych.validation.OpNames;
import dev.diptych.validation.metric.Measurement;
import dev.diptych.validation.svg.LanePlot;
import dev.diptych.validation.svg.LanePlot.Bar;
import dev.diptych.validation.svg.Markup;
import dev.diptych.validation.timeline.Track;
import dev.diptych.validation.timeline.Tracks;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** A page about one run: its metrics, an overview of its operations in time, and where it comes from. */
public final class RunReport {
    /** The most operations that the overview draws. */
    static final int MOST_OPS = 4000;

    /** The most rows that the overview draws. */
    static final int MOST_TRACKS = 64;

    private RunReport() {}

    /**
     * Returns the page.
     *
     * @param measurements the first is the headline; may be empty
     * @param provenance facts by name; may be empty
     */
    public static String html(
            String title, List<Measurement> measurements, RunLog log, SortedMap<String, String> provenance) {
        Page page = new Page(title);
        Markup html = page.html();
        html.element(
                "p",
                "%d requests, %d operations, seed %d."
                        .formatted(log.arrivals().rows(), log.ops().rows(), log.seed()),
                "class",
                "lead");
        metrics(page, measurements);
        html.open("section").element("h2", "Operations in time");
        overview(page, log);
        html.close("section");
        page.provenance(provenance);
        return page.close();
    }

    private static void metrics(Page page, List<Measurement> measurements) {
        Markup html = page.html();
        html.open("section").element("h2", "Metrics");
        page.openTable("What was measured", false);
        html.open("thead").open("tr");
        for (String column : List.of("Metric", "Value", "Unit")) {
            html.element("th", column, "scope", "col");
        }
        html.close("tr").close("thead").open("tbody");
        for (Measurement measurement : measurements) {
            html.open("tr")
                    .element("th", measurement.name(), "scope", "row")
                    .element("td", Markup.number(measurement.value()), "class", "number")
                    .element("td", measurement.unit())
                    .close("tr");
        }
        page.closeTable();
        html.close("section");
    }

    private static void overview(Page page, RunLog log) {
        Tracks tracks = new Tracks(log);
        List<Track> rows = tracks.tracks();
        if (rows.isEmpty()) {
            page.html().element("p", "No operation ended in this run.");
            return;
        }
        List<String> lanes = rows.stream()
                .limit(MOST_TRACKS)
                .map(track -> "gpu" + track.gpu() + " " + track.name())
                .toList();
        OpNames names = new OpNames(log);
        List<Bar> bars = new ArrayList<>();
        int shown = 0;
        for (int op = 0; op < log.ops().rows() && shown < MOST_OPS; op++) {
            if (log.opEndNanos(op) == RunLog.NOT_YET) {
                continue;
            }
            shown++;
            if (tracks.indexOf(op) < MOST_TRACKS) {
                bars.add(bar(log, names, tracks.indexOf(op), op));
            }
        }
        String label = "Operations of the run by stream over time";
        page.figure(LanePlot.svg(lanes, bars, label, "time since the run began (us)"), caption(log, rows, bars));
    }

    private static Bar bar(RunLog log, OpNames names, int track, int op) {
        double fromMicros = log.opStartNanos(op) / 1000.0;
        double toMicros = log.opEndNanos(op) / 1000.0;
        String label = "operation %d: %s, request %d, %s us from %s us"
                .formatted(
                        op,
                        names.of(op),
                        log.ops().column("request").get(op),
                        Markup.number(toMicros - fromMicros),
                        Markup.number(fromMicros));
        // Kernels take the colours in the order of their names' first use; copies, which have index -1, the first.
        int color = (int) log.ops().column("kernel").get(op) + 1;
        return new Bar(track, fromMicros, toMicros, label, color);
    }

    private static String caption(RunLog log, List<Track> rows, List<Bar> bars) {
        if (bars.size() == log.ops().rows()) {
            return "Every operation from its start to its end; timeline.json has the same with all details.";
        }
        return "%d of %d operations: the overview draws at most the first %d on %d of %d rows. timeline.json has all."
                .formatted(bars.size(), log.ops().rows(), MOST_OPS, Math.min(rows.size(), MOST_TRACKS), rows.size());
    }
}

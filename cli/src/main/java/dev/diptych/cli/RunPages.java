package dev.diptych.cli;

import dev.diptych.traces.Run;
import dev.diptych.validation.metric.Measurement;
import dev.diptych.validation.report.MetricsCsv;
import dev.diptych.validation.report.RunReport;
import dev.diptych.validation.timeline.Timeline;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The files of a run directory that people read. */
final class RunPages {
    private RunPages() {}

    /** Returns the files' contents by name. */
    static Map<String, String> of(Experiment experiment, Run run, List<Measurement> measurements) {
        Map<String, String> pages = new TreeMap<>(metrics(measurements));
        pages.put("report.html", RunReport.html(experiment.name(), measurements, run.log(), run.provenance()));
        pages.put("timeline.json", Timeline.json(run.log(), run.blocks(), experiment.platform()));
        return pages;
    }

    /** Returns the one file that programs read, too. */
    static Map<String, String> metrics(List<Measurement> measurements) {
        return Map.of("metrics.csv", MetricsCsv.text(measurements));
    }
}

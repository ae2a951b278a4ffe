package dev.diptych.validation.report;

import dev.diptych.validation.metric.Measurement;
import java.util.List;

/** Measurements as CSV (RFC 4180, with line feeds): a head, then a row each, values in full precision. */
public final class MetricsCsv {
    private MetricsCsv() {}

    public static String text(List<Measurement> measurements) {
        StringBuilder csv = new StringBuilder("name,unit,value\n");
        for (Measurement measurement : measurements) {
            csv.append(field(measurement.name()))
                    .append(',')
                    .append(field(measurement.unit()))
                    .append(',')
                    .append(measurement.value())
                    .append('\n');
        }
        return csv.toString();
    }

    private static String field(String text) {
        return text.matches("[^,\"\r\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}

package dev.diptych.validation.metric;

import com.google.auto.service.AutoService;
import dev.diptych.model.InputException;
import dev.diptych.model.run.RunLog;
import java.util.List;

/**
 * How evenly kinds of requests are slowed down: Jain's index {@code (sum x)^2 / (n sum x^2)} of their slowdowns, mean latency over what it is
 * without others; 1 for all alike, 1/n when one bears it all (Jain, Chiu, Hawe, DEC-TR-301, 1984; {@code calculate_jains_fairness_index.py} of Paella's
 * artifact).
 */
@SuppressWarnings("rawtypes") // A service is named by its erasure.
@AutoService(MetricPlugin.class)
public final class JainIndex implements MetricPlugin<JainIndex.Settings> {
    /**
     * What slowdowns are counted from.
     *
     * @param aloneMillis latency of each kind when nothing else runs, in the order of the kinds
     */
    public record Settings(List<Double> aloneMillis) {
        public Settings {
            aloneMillis = List.copyOf(aloneMillis);
            if (aloneMillis.stream().anyMatch(millis -> !(millis > 0))) {
                throw new IllegalArgumentException("aloneMillis %s should all be positive".formatted(aloneMillis));
            }
        }
    }

    private static final double NANOS_PER_MILLI = 1e6;

    @Override
    public String name() {
        return "jain-index";
    }

    @Override
    public String summary() {
        return "how evenly kinds of requests are slowed down: 1 for all alike";
    }

    @Override
    public Settings defaults() {
        return new Settings(List.of(1.0));
    }

    @Override
    public List<Measurement> measure(RunLog log, Settings settings) {
        Requests requests = new Requests(log);
        int kinds = settings.aloneMillis().size();
        if (requests.kinds() > kinds) {
            throw new InputException(
                    "the log has requests of %d kinds, but aloneMillis has %d".formatted(requests.kinds(), kinds));
        }
        double[] sumMillis = new double[kinds];
        int[] count = new int[kinds];
        for (int request = 0; request < requests.count(); request++) {
            if (!requests.wasServed(request)) {
                continue;
            }
            int kind = requests.kind(request);
            sumMillis[kind] += (requests.finishNanos(request) - requests.arrivalNanos(request)) / NANOS_PER_MILLI;
            count[kind]++;
        }
        double sum = 0;
        double squares = 0;
        int present = 0;
        for (int kind = 0; kind < kinds; kind++) {
            if (count[kind] > 0) {
                double slowdown =
                        sumMillis[kind] / count[kind] / settings.aloneMillis().get(kind);
                sum += slowdown;
                squares += slowdown * slowdown;
                present++;
            }
        }
        if (present == 0) {
            throw new InputException("the log has no request that was served");
        }
        return List.of(new Measurement("jain index", "of 1", sum * sum / (present * squares)));
    }
}

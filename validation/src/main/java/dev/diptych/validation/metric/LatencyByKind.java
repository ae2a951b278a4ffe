package dev.diptych.validation.metric;

import com.google.auto.service.AutoService;
import dev.diptych.model.InputException;
import dev.diptych.model.run.RunLog;
import java.util.ArrayList;
import java.util.List;

/**
 * Latencies of each kind of request, such as the models of a server, from the intended arrival to the finish, in milliseconds. Requests that
 * were finished without any operation for them count as rejected, and their latencies do not.
 */
@SuppressWarnings("rawtypes") // A service is named by its erasure.
@AutoService(MetricPlugin.class)
public final class LatencyByKind implements MetricPlugin<LatencyByKind.Settings> {
    /**
     * What is measured.
     *
     * @param kinds names of the kinds of requests, in their order; those beyond are called by their numbers
     * @param skip how many requests are left out at the front, in the order of arrival
     * @param limitMillis of a latency, to count requests that keep it; 0 for none
     */
    public record Settings(List<String> kinds, int skip, double limitMillis) {
        public Settings {
            kinds = List.copyOf(kinds);
            if (skip < 0 || !(limitMillis >= 0)) {
                throw new IllegalArgumentException(
                        "skip %d and limitMillis %s should both be at least 0".formatted(skip, limitMillis));
            }
        }

        private String nameOf(int kind) {
            return kind < kinds.size() ? kinds.get(kind) : "kind " + kind;
        }
    }

    private static final double NANOS_PER_MILLI = 1e6;

    @Override
    public String name() {
        return "latency-by-kind";
    }

    @Override
    public String summary() {
        return "latencies of each kind of request, and how many were served";
    }

    @Override
    public Settings defaults() {
        return new Settings(List.of(), 0, 0);
    }

    @Override
    public List<Measurement> measure(RunLog log, Settings settings) {
        Requests requests = new Requests(log);
        requests.checkSkip(settings.skip());
        List<Measurement> found = new ArrayList<>(measure(requests, settings, "all", -1));
        int kinds = requests.kinds();
        for (int kind = 0; kind < kinds && kinds > 1; kind++) {
            found.addAll(measure(requests, settings, settings.nameOf(kind), kind));
        }
        if (found.isEmpty()) {
            throw new InputException("no request after the first %d was served".formatted(settings.skip()));
        }
        return found;
    }

    /** Measures the requests of a kind; all for a negative one. */
    private static List<Measurement> measure(Requests requests, Settings settings, String name, int kind) {
        List<Double> millis = new ArrayList<>();
        int rejected = 0;
        int late = 0;
        for (int request = settings.skip(); request < requests.count(); request++) {
            if (kind >= 0 && requests.kind(request) != kind) {
                continue;
            }
            if (!requests.wasServed(request)) {
                rejected++;
                continue;
            }
            double took = (requests.finishNanos(request) - requests.arrivalNanos(request)) / NANOS_PER_MILLI;
            millis.add(took);
            late += settings.limitMillis() > 0 && took > settings.limitMillis() ? 1 : 0;
        }
        if (millis.isEmpty()) {
            return rejected == 0
                    ? List.of()
                    : List.of(
                            new Measurement(name + " served", "requests", 0),
                            new Measurement(name + " rejected", "requests", rejected));
        }
        Sample latencies = new Sample(millis);
        List<Measurement> found = new ArrayList<>(List.of(
                new Measurement(name + " mean", "ms", latencies.mean()),
                new Measurement(name + " p50", "ms", latencies.median()),
                new Measurement(name + " p99", "ms", latencies.percentile(99)),
                new Measurement(name + " served", "requests", millis.size())));
        if (rejected > 0) {
            found.add(new Measurement(name + " rejected", "requests", rejected));
        }
        if (settings.limitMillis() > 0) {
            found.add(new Measurement(name + " late", "requests", late));
        }
        return found;
    }
}

package dev.diptych.validation.metric;

import com.google.auto.service.AutoService;
import dev.diptych.model.run.RunLog;
import java.util.ArrayList;
import java.util.List;

/** Latencies of requests, from the intended arrival to the finish call, in microseconds. */
@SuppressWarnings("rawtypes") // A service is named by its erasure.
@AutoService(MetricPlugin.class)
public final class LatencyMicros implements MetricPlugin<LatencyMicros.Settings> {
    /**
     * What is measured.
     *
     * @param skip how many requests are left out at the front, in the order of arrival
     */
    public record Settings(int skip) {
        public Settings {
            if (skip < 0) {
                throw new IllegalArgumentException("skip starts at 0, but was " + skip);
            }
        }
    }

    @Override
    public String name() {
        return "latency-micros";
    }

    @Override
    public String summary() {
        return "latencies of requests, from the intended arrival to the finish";
    }

    @Override
    public Settings defaults() {
        return new Settings(0);
    }

    @Override
    public List<Measurement> measure(RunLog log, Settings settings) {
        Requests requests = new Requests(log);
        requests.checkSkip(settings.skip());
        List<Double> micros = new ArrayList<>();
        for (int request = settings.skip(); request < requests.count(); request++) {
            micros.add((requests.finishNanos(request) - requests.arrivalNanos(request)) / 1000.0);
        }
        Sample latencies = new Sample(micros);
        return List.of(
                new Measurement("latency median", "us", latencies.median()),
                new Measurement("latency p10", "us", latencies.percentile(10)),
                new Measurement("latency p90", "us", latencies.percentile(90)),
                new Measurement("latency mean", "us", latencies.mean()),
                new Measurement("latency p99", "us", latencies.percentile(99)),
                new Measurement("latency max", "us", latencies.maximum()));
    }
}

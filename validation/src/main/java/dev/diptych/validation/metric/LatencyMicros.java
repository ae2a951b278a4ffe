package dev.diptych.validation.metric;

import com.google.auto.service.AutoService;
import dev.diptych.model.run.RunLog;
import java.util.ArrayList;
import java.util.List;

/** Latencies of requests, from the intended arrival to the finish call, in microseconds. */
@SuppressWarnings("rawtypes") // A service is named by its erasure.
@AutoService(MetricPlugin.class)
public final class LatencyMicros implements MetricPlugin<SkippedRequests> {
    @Override
    public String name() {
        return "latency-micros";
    }

    @Override
    public String summary() {
        return "latencies of requests, from the intended arrival to the finish";
    }

    @Override
    public SkippedRequests defaults() {
        return new SkippedRequests(0);
    }

    @Override
    public List<Measurement> measure(RunLog log, SkippedRequests settings) {
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

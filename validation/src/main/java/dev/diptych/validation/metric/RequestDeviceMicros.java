package dev.diptych.validation.metric;

import com.google.auto.service.AutoService;
import dev.diptych.model.InputException;
import dev.diptych.model.run.Host;
import dev.diptych.model.run.RunLog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The device's part of requests: from the start of a request's first operation to the end of its last, in microseconds. */
@SuppressWarnings("rawtypes") // A service is named by its erasure.
@AutoService(MetricPlugin.class)
public final class RequestDeviceMicros implements MetricPlugin<SkippedRequests> {
    @Override
    public String name() {
        return "request-device-micros";
    }

    @Override
    public String summary() {
        return "from the start of a request's first operation to the end of its last";
    }

    @Override
    public SkippedRequests defaults() {
        return new SkippedRequests(0);
    }

    @Override
    public List<Measurement> measure(RunLog log, SkippedRequests settings) {
        Requests requests = new Requests(log);
        requests.checkSkip(settings.skip());
        List<Double> all = spans(log, requests);
        List<Double> micros = all.subList(settings.skip(), all.size());
        Sample spans = new Sample(micros);
        return List.of(
                new Measurement("request on device median", "us", spans.median()),
                new Measurement("request on device p10", "us", spans.percentile(10)),
                new Measurement("request on device p90", "us", spans.percentile(90)));
    }

    /**
     * Returns the span of each request.
     *
     * @throws InputException when one has no operation
     */
    static List<Double> spans(RunLog log, Requests requests) {
        long[] startNanos = new long[requests.count()];
        long[] endNanos = new long[requests.count()];
        Arrays.fill(startNanos, Long.MAX_VALUE);
        for (int op = 0; op < log.ops().rows(); op++) {
            long request = log.ops().column("request").get(op);
            if (request != Host.NO_REQUEST) {
                int row = (int) request;
                endNanos[row] = Math.max(endNanos[row], OpGroup.endNanos(log, op));
                startNanos[row] = Math.min(startNanos[row], log.opStartNanos(op));
            }
        }
        List<Double> micros = new ArrayList<>();
        for (int request = 0; request < requests.count(); request++) {
            if (startNanos[request] == Long.MAX_VALUE) {
                throw new InputException("request %d of the log has no operation to measure".formatted(request));
            }
            micros.add((endNanos[request] - startNanos[request]) / 1000.0);
        }
        return micros;
    }
}

package dev.diptych.validation.metric;

import com.google.auto.service.AutoService;
import dev.diptych.model.run.RunLog;
import java.util.ArrayList;
import java.util.List;

/** The device's part of requests as a run goes on: the median of so many requests, then of the next ones, in microseconds. */
@SuppressWarnings("rawtypes") // A service is named by its erasure.
@AutoService(MetricPlugin.class)
public final class RequestDeviceTimeline implements MetricPlugin<RequestDeviceTimeline.Settings> {
    /**
     * How fine.
     *
     * @param every requests of one median; the last one may be of fewer
     */
    public record Settings(int every) {
        public Settings {
            if (every < 1) {
                throw new IllegalArgumentException("every should be at least 1, but is " + every);
            }
        }
    }

    @Override
    public String name() {
        return "request-device-timeline";
    }

    @Override
    public String summary() {
        return "from the start of a request's first operation to the end of its last, as a run goes on";
    }

    @Override
    public Settings defaults() {
        return new Settings(16);
    }

    @Override
    public List<Measurement> measure(RunLog log, Settings settings) {
        Requests requests = new Requests(log);
        List<Double> spans = RequestDeviceMicros.spans(log, requests);
        List<Measurement> found = new ArrayList<>();
        for (int first = 0; first < spans.size(); first += settings.every()) {
            int end = Math.min(spans.size(), first + settings.every());
            found.add(new Measurement(
                    "requests %d to %d on device".formatted(first, end - 1),
                    "us",
                    new Sample(spans.subList(first, end)).median()));
        }
        return found;
    }
}

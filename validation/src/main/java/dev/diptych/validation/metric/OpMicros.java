package dev.diptych.validation.metric;

import com.google.auto.service.AutoService;
import dev.diptych.model.run.RunLog;
import java.util.ArrayList;
import java.util.List;

/** Device times of operations, from start to end: the median of each group with its 10th and 90th percentile, in microseconds. */
@SuppressWarnings("rawtypes") // A service is named by its erasure.
@AutoService(MetricPlugin.class)
public final class OpMicros implements MetricPlugin<OpMicros.Settings> {
    /**
     * What is measured.
     *
     * @param kernel as {@code module/entry}; or {@code copy}, {@code write}, {@code read-back}; or empty for each launched kernel
     * @param skip how many operations of each kernel are left out at the front, in the order of submission
     */
    public record Settings(String kernel, int skip) {
        public Settings {
            if (skip < 0) {
                throw new IllegalArgumentException("skip starts at 0, but was " + skip);
            }
        }
    }

    @Override
    public String name() {
        return "op-micros";
    }

    @Override
    public String summary() {
        return "device times of operations, by kernel";
    }

    @Override
    public Settings defaults() {
        return new Settings("", 0);
    }

    @Override
    public List<Measurement> measure(RunLog log, Settings settings) {
        List<Measurement> found = new ArrayList<>();
        for (OpGroup group : OpGroup.select(log, settings.kernel(), settings.skip())) {
            Sample micros = group.micros(log);
            found.add(new Measurement(group.label() + " median", "us", micros.median()));
            found.add(new Measurement(group.label() + " p10", "us", micros.percentile(10)));
            found.add(new Measurement(group.label() + " p90", "us", micros.percentile(90)));
        }
        return found;
    }
}

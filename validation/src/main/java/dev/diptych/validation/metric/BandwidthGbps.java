package dev.diptych.validation.metric;

import com.google.auto.service.AutoService;
import dev.diptych.model.InputException;
import dev.diptych.model.run.RunLog;
import java.util.ArrayList;
import java.util.List;

/** Bytes that an operation moves over its median device time, in 10^9 bytes per second. */
@SuppressWarnings("rawtypes") // A service is named by its erasure.
@AutoService(MetricPlugin.class)
public final class BandwidthGbps implements MetricPlugin<BandwidthGbps.Settings> {
    /**
     * What is measured.
     *
     * @param kernel as {@code module/entry}; or {@code copy}, {@code write}, {@code read-back}; or empty for each launched kernel
     * @param bytes what one operation moves; 0 for what a copy, write or read-back itself says
     * @param skip how many operations of each kernel are left out at the front, in the order of submission
     */
    public record Settings(String kernel, long bytes, int skip) {
        public Settings {
            if (bytes < 0 || skip < 0) {
                throw new IllegalArgumentException(
                        "bytes and skip start at 0, but were %d and %d".formatted(bytes, skip));
            }
        }
    }

    @Override
    public String name() {
        return "bandwidth-gbps";
    }

    @Override
    public String summary() {
        return "bytes of an operation over its median device time";
    }

    @Override
    public Settings defaults() {
        return new Settings("", 0, 0);
    }

    @Override
    public List<Measurement> measure(RunLog log, Settings settings) {
        List<Measurement> found = new ArrayList<>();
        for (OpGroup group : OpGroup.select(log, settings.kernel(), settings.skip())) {
            long bytes = settings.bytes() == 0 ? bytes(log, group) : settings.bytes();
            double micros = group.micros(log).median();
            if (micros <= 0) {
                throw new InputException(
                        "half of '%s' took no time at all, so it has no bandwidth".formatted(group.label()));
            }
            found.add(new Measurement(group.label() + " bandwidth", "GB/s", bytes / (micros * 1000)));
        }
        return found;
    }

    private static long bytes(RunLog log, OpGroup group) {
        List<Long> sizes = group.ops().stream()
                .map(op -> log.ops().column("bytes").get(op))
                .distinct()
                .toList();
        if (sizes.size() > 1) {
            throw new InputException("operations '%s' move %d different numbers of bytes; name one kernel, or set bytes"
                    .formatted(group.label(), sizes.size()));
        }
        if (sizes.get(0) == 0) {
            throw new InputException(
                    "the log does not know what '%s' moves; set bytes of bandwidth-gbps".formatted(group.label()));
        }
        return sizes.get(0);
    }
}

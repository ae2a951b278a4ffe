package dev.diptych.validation.metric;

/**
 * A number that a metric found in a run.
 *
 * @param name what it is of and which statistic, such as {@code stream/stream_copy median}
 * @param unit of the value, such as {@code us}
 * @param value finite
 */
public record Measurement(String name, String unit, double value) {
    public Measurement {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("measurement '%s' is %s, not a number".formatted(name, value));
        }
    }
}

package dev.diptych.validation.accuracy;

import java.util.OptionalDouble;

/**
 * A limit that a summary of errors has to keep.
 *
 * @param limit as a fraction: the largest good value of an error, the smallest good value of a share or a correlation
 */
public record Gate(ErrorMeasure measure, double limit) {
    /**
     * What became of a gate.
     *
     * @param value none when the measure is not defined for the comparisons, which fails
     */
    public record Verdict(Gate gate, OptionalDouble value, boolean passed) {
        @Override
        public String toString() {
            return "%s: %s is %s, the limit %s"
                    .formatted(
                            passed ? "passed" : "FAILED",
                            gate.measure().title(),
                            value.isPresent() ? Double.toString(value.getAsDouble()) : "not defined",
                            gate.limit());
        }
    }

    public Gate {
        if (!(limit >= 0) || Double.isInfinite(limit)) {
            throw new IllegalArgumentException(
                    "the limit of %s should be a fraction from 0 on, but is %s".formatted(measure.title(), limit));
        }
    }

    /** Holds a summary against the limit; reaching it exactly passes. */
    public Verdict check(ErrorSummary summary) {
        OptionalDouble value = summary.value(measure);
        boolean passed = value.isPresent()
                && (measure.isSmallGood() ? value.getAsDouble() <= limit : value.getAsDouble() >= limit);
        return new Verdict(this, value, passed);
    }
}

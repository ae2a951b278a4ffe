package dev.diptych.validation.accuracy;

import dev.diptych.model.InputException;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The errors of many comparisons in a few numbers.
 *
 * @param count of comparisons
 * @param values by measure, as fractions and not in percent; without the measures that are not defined for these comparisons
 */
public record ErrorSummary(int count, SortedMap<ErrorMeasure, Double> values) {
    public ErrorSummary {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    /**
     * Sums up comparisons.
     *
     * @throws InputException when there is none
     */
    public static ErrorSummary of(List<Comparison> comparisons) {
        if (comparisons.isEmpty()) {
            throw new InputException("there is nothing to compare; name runs that were measured and simulated");
        }
        SortedMap<ErrorMeasure, Double> values = new TreeMap<>();
        for (ErrorMeasure measure : ErrorMeasure.values()) {
            measure.over(comparisons).ifPresent(value -> values.put(measure, value));
        }
        return new ErrorSummary(comparisons.size(), values);
    }

    /** Returns a measure's value, if it is defined for these comparisons. */
    public OptionalDouble value(ErrorMeasure measure) {
        Double value = values.get(measure);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}

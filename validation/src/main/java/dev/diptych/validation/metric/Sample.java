package dev.diptych.validation.metric;

import java.util.List;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.descriptive.rank.Percentile.EstimationType;

/**
 * Values of one quantity, at least one.
 *
 * <p>Percentiles are those of Hyndman and Fan, "Sample quantiles in statistical packages" (The American Statistician 50, 1996), definition
 * 7: with values x_0 <= ... <= x_(n-1), percentile p lies at the position h = (n - 1) p / 100, linearly between the values on either side of
 * it. NumPy and R have the same default.
 */
public final class Sample {
    private final double[] values;

    /** Copies the values. */
    public Sample(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("a sample has at least one value");
        }
        this.values = values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    public double median() {
        return percentile(50);
    }

    /** Returns a percentile, {@code percent} being above 0 and at most 100. */
    public double percentile(double percent) {
        return new Percentile().withEstimationType(EstimationType.R_7).evaluate(values, percent);
    }

    public double mean() {
        return StatUtils.mean(values);
    }

    public double maximum() {
        return StatUtils.max(values);
    }
}

package dev.diptych.validation.accuracy;

import dev.diptych.validation.metric.Sample;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;

/**
 * A way to sum up the errors of many comparisons; with m the measured and s the simulated value, the relative error is e = (s - m) / m. One
 * measure alone misleads: a mean hides an outlier, a weighted mean hides short runs, and a correlation over five decades is always close to
 * 1. So they are reported together, as Accel-Sim's correlation plots do (Khairy et al., ISCA'20).
 */
public enum ErrorMeasure {
    /** The mean of |e|. */
    MAPE("MAPE", "mean of the relative errors, without their signs", true) {
        @Override
        OptionalDouble over(List<Comparison> comparisons) {
            return OptionalDouble.of(relative(comparisons).mean());
        }
    },
    /** The median of |e|; with an even number of comparisons, the mean of the two in the middle. */
    MEDIAN("Median error", "half of the relative errors are smaller", true) {
        @Override
        OptionalDouble over(List<Comparison> comparisons) {
            return OptionalDouble.of(relative(comparisons).median());
        }
    },
    /** The sum of |s - m| over the sum of m; none when the comparisons have different units. */
    WMAPE("WMAPE", "sum of the absolute errors over the sum of the measured values", true) {
        @Override
        OptionalDouble over(List<Comparison> comparisons) {
            if (!shareUnit(comparisons)) {
                return OptionalDouble.empty();
            }
            double errors = sum(comparisons, pair -> Math.abs(pair.simulated() - pair.measured()));
            return OptionalDouble.of(errors / sum(comparisons, Comparison::measured));
        }
    },
    /** The largest |e|. */
    MAXIMUM("Largest error", "the worst of the relative errors", true) {
        @Override
        OptionalDouble over(List<Comparison> comparisons) {
            return OptionalDouble.of(relative(comparisons).maximum());
        }
    },
    /** The share of comparisons with |e| of at most 0.1. */
    WITHIN_10_PERCENT("Within 10 %", "share of the runs whose relative error is at most 10 %", false) {
        @Override
        OptionalDouble over(List<Comparison> comparisons) {
            return within(0.10, comparisons);
        }
    },
    /** The share of comparisons with |e| of at most 0.05. */
    WITHIN_5_PERCENT("Within 5 %", "share of the runs whose relative error is at most 5 %", false) {
        @Override
        OptionalDouble over(List<Comparison> comparisons) {
            return within(0.05, comparisons);
        }
    },
    /**
     * Pearson's correlation of ln m and ln s; none below 2 comparisons, when the comparisons have different units, or when all values of one
     * side are equal.
     */
    LOG_R("Log-scale r", "correlation of the logarithms; close to 1 for any model over a wide range", false) {
        @Override
        OptionalDouble over(List<Comparison> comparisons) {
            if (comparisons.size() < 2 || !shareUnit(comparisons)) {
                return OptionalDouble.empty();
            }
            // StrictMath gives the same bits on every machine; Math need not.
            double[] measured = comparisons.stream()
                    .mapToDouble(pair -> StrictMath.log(pair.measured()))
                    .toArray();
            double[] simulated = comparisons.stream()
                    .mapToDouble(pair -> StrictMath.log(pair.simulated()))
                    .toArray();
            double r = new PearsonsCorrelation().correlation(measured, simulated);
            return Double.isFinite(r) ? OptionalDouble.of(r) : OptionalDouble.empty();
        }
    };

    private final String title;
    private final String meaning;
    private final boolean small;

    ErrorMeasure(String title, String meaning, boolean small) {
        this.title = title;
        this.meaning = meaning;
        this.small = small;
    }

    /** Returns what reports call it. */
    public String title() {
        return title;
    }

    /** Returns what it is, in a few words. */
    public String meaning() {
        return meaning;
    }

    /** Returns whether small values are good; otherwise large ones are. */
    public boolean isSmallGood() {
        return small;
    }

    /** Returns whether the value is a share or an error, which reads well in percent. */
    public boolean isShare() {
        return this != LOG_R;
    }

    /** Returns the measure over at least one comparison, if it is defined for them. */
    abstract OptionalDouble over(List<Comparison> comparisons);

    private static Sample relative(List<Comparison> comparisons) {
        return new Sample(
                comparisons.stream().map(pair -> Math.abs(pair.relativeError())).toList());
    }

    private static OptionalDouble within(double error, List<Comparison> comparisons) {
        double count = comparisons.stream()
                .filter(pair -> Math.abs(pair.relativeError()) <= error)
                .count();
        return OptionalDouble.of(count / comparisons.size());
    }

    private static boolean shareUnit(List<Comparison> comparisons) {
        return comparisons.stream().map(Comparison::unit).distinct().count() == 1;
    }

    private static double sum(List<Comparison> comparisons, ToDoubleFunction<Comparison> part) {
        double sum = 0;
        for (Comparison comparison : comparisons) {
            sum += part.applyAsDouble(comparison);
        }
        return sum;
    }
}

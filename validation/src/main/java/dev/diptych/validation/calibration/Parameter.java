package dev.diptych.validation.calibration;

import dev.diptych.model.InputException;
import dev.diptych.model.hw.PlatformTree;
import java.util.Optional;

/**
 * A value of a platform that is to be found.
 *
 * @param path as {@link PlatformTree} takes it
 * @param factor the search goes from the base's value divided by this to that times this; instead of {@code low} and {@code high}
 * @param low where the search begins, in the unit of the path's last key
 * @param high where it ends
 * @param atMost the path of a value that this one cannot exceed
 */
public record Parameter(
        String path, Optional<Double> factor, Optional<Double> low, Optional<Double> high, Optional<String> atMost) {
    public Parameter {
        if (factor.isPresent() == (low.isPresent() || high.isPresent()) || low.isPresent() != high.isPresent()) {
            throw new IllegalArgumentException(
                    "'%s' is searched either within a 'factor' of the base's value, or from 'low' to 'high'"
                            .formatted(path));
        }
        if (factor.isPresent() && !(factor.get() > 1)) {
            throw new IllegalArgumentException(
                    "factor of '%s' is more than 1, but is %s".formatted(path, factor.get()));
        }
        if (low.isPresent() && !(low.get() < high.orElseThrow())) {
            throw new IllegalArgumentException(
                    "low of '%s' is less than high = %s, but is %s".formatted(path, high.get(), low.get()));
        }
    }

    /**
     * Returns where the value is searched on a platform.
     *
     * @throws InputException when the platform has no such number, or one that a factor makes no range of
     */
    Range range(PlatformTree base) {
        double value = base.number(path);
        double least = low.orElse(value / factor.orElse(1.0));
        double most = high.orElse(value * factor.orElse(1.0));
        double limit = atMost.isPresent() ? base.number(atMost.get()) : Double.POSITIVE_INFINITY;
        if (!(least < Math.min(most, limit))) {
            throw new InputException("%s: there is nothing to search from %s to %s; the base has %s"
                    .formatted(path, least, Math.min(most, limit), value));
        }
        return new Range(least, Math.min(most, limit));
    }

    /** Values from {@code low} to {@code high}, mapped to [0, 1]: by their logarithms if all are above 0, else as they are. */
    record Range(double low, double high) {
        double toUnit(double value) {
            double clamped = Math.min(high, Math.max(low, value));
            return low > 0
                    ? StrictMath.log(clamped / low) / StrictMath.log(high / low)
                    : (clamped - low) / (high - low);
        }

        double fromUnit(double unit) {
            double inside = Math.min(1, Math.max(0, unit));
            double value =
                    low > 0 ? low * StrictMath.exp(inside * StrictMath.log(high / low)) : low + inside * (high - low);
            return Math.min(high, Math.max(low, value));
        }
    }
}

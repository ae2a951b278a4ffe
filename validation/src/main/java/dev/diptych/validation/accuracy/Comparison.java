package dev.diptych.validation.accuracy;

import dev.diptych.model.InputException;
import dev.diptych.validation.metric.Measurement;
import java.util.List;
import java.util.OptionalDouble;

/**
 * One number of one run, measured on hardware and simulated.
 *
 * @param run the run's name
 * @param metric the measurement's name
 * @param measured above 0, in {@code unit}
 * @param simulated above 0, in {@code unit}
 * @param spread (p90 - p10) / median of the measured operations, where the metric reports percentiles
 * @param fitted what was fitted to this run, so that its error says little of others; empty when nothing was
 * @param reason why the two differ, as far as that is known; empty when it is not
 */
public record Comparison(
        String run,
        String metric,
        String unit,
        double measured,
        double simulated,
        OptionalDouble spread,
        String fitted,
        String reason) {
    /** Above this spread a measurement does not say much about a model: hardware varied more than a good model errs. */
    public static final double WIDE_SPREAD = 0.05;

    /** Above this relative error, without its sign, a run is an outlier and asks for a reason. */
    public static final double OUTLIER_ERROR = 0.10;

    private static final String MEDIAN = " median";

    public Comparison {
        if (!(measured > 0 && simulated > 0)) {
            throw new InputException("%s: '%s' is %s measured and %s simulated; relative errors need both above 0"
                    .formatted(run, metric, measured, simulated));
        }
    }

    /**
     * Compares the headlines of two runs of one experiment: the first measurement of each.
     *
     * @throws InputException when they are not of the same name and unit
     */
    public static Comparison headline(
            String run, List<Measurement> measured, List<Measurement> simulated, String fitted, String reason) {
        Measurement hardware = measured.get(0);
        Measurement model = simulated.get(0);
        if (!hardware.name().equals(model.name())) {
            throw new InputException("%s: '%s' was measured, but '%s' simulated; compare runs of one experiment"
                    .formatted(run, hardware.name(), model.name()));
        }
        return of(run, hardware, model, measured, fitted, reason);
    }

    private static Comparison of(
            String run,
            Measurement hardware,
            Measurement model,
            List<Measurement> measured,
            String fitted,
            String reason) {
        if (!hardware.unit().equals(model.unit())) {
            throw new InputException("%s: '%s' is in %s measured, but in %s simulated"
                    .formatted(run, hardware.name(), hardware.unit(), model.unit()));
        }
        return new Comparison(
                run,
                hardware.name(),
                hardware.unit(),
                hardware.value(),
                model.value(),
                spread(hardware, measured),
                fitted,
                reason);
    }

    private static OptionalDouble spread(Measurement hardware, List<Measurement> measured) {
        if (!hardware.name().endsWith(MEDIAN) || hardware.value() == 0) {
            return OptionalDouble.empty();
        }
        String stem = hardware.name().substring(0, hardware.name().length() - MEDIAN.length());
        OptionalDouble low = value(measured, stem + " p10");
        OptionalDouble high = value(measured, stem + " p90");
        return low.isPresent() && high.isPresent()
                ? OptionalDouble.of((high.getAsDouble() - low.getAsDouble()) / hardware.value())
                : OptionalDouble.empty();
    }

    private static OptionalDouble value(List<Measurement> all, String name) {
        return all.stream()
                .filter(candidate -> candidate.name().equals(name))
                .mapToDouble(Measurement::value)
                .findFirst();
    }

    /** Returns (simulated - measured) / measured: above 0 where the model is too slow, for times. */
    public double relativeError() {
        return (simulated - measured) / measured;
    }

    /** Returns whether the relative error is above {@link #OUTLIER_ERROR}. */
    public boolean isOutlier() {
        return Math.abs(relativeError()) > OUTLIER_ERROR;
    }

    /** Returns whether the hardware itself varied by more than {@link #WIDE_SPREAD}. */
    public boolean isWide() {
        return spread.isPresent() && spread.getAsDouble() > WIDE_SPREAD;
    }
}

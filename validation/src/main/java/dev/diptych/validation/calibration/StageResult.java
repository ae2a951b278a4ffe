package dev.diptych.validation.calibration;

import dev.diptych.validation.accuracy.Comparison;
import java.util.Comparator;
import java.util.List;

/**
 * What became of a stage.
 *
 * @param findings by parameter, in the plan's order
 * @param before the stage's runs on the base
 * @param after the same runs, in the same order, on the platform that all stages led to
 */
public record StageResult(Stage stage, List<Finding> findings, List<Comparison> before, List<Comparison> after) {
    public StageResult {
        findings = List.copyOf(findings);
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    /** Returns the mean of the relative errors on the calibrated platform, without their signs, as a fraction; 0 without runs. */
    public double meanResidual() {
        return Objective.residual(after);
    }

    /** Returns the same for the base. */
    public double meanBefore() {
        return Objective.residual(before);
    }

    /**
     * Returns the run that is farthest off on the calibrated platform.
     *
     * @throws IllegalStateException when the stage has no run
     */
    public Comparison worst() {
        return after.stream()
                .max(Comparator.comparingDouble(comparison -> Math.abs(comparison.relativeError())))
                .orElseThrow(() -> new IllegalStateException("stage '%s' has no run".formatted(stage.name())));
    }
}

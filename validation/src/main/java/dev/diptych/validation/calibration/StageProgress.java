package dev.diptych.validation.calibration;

/**
 * How far a stage is, each time that all its runs have been simulated once more.
 *
 * @param runs of the stage
 * @param evaluations so far
 * @param firstResidual the mean of the relative errors without their signs that the stage began with, as a fraction
 * @param residual the least such mean so far; when the stage is done, that of the values found
 */
public record StageProgress(
        Stage stage, int runs, int evaluations, double firstResidual, double residual, boolean isDone) {}

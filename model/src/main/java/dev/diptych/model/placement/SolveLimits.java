package dev.diptych.model.placement;

/**
 * When a solver may stop.
 *
 * @param seconds of wall clock
 * @param gap between objective and bound, as a part of the bound
 * @param seed of solvers that draw numbers
 */
public record SolveLimits(double seconds, double gap, long seed) {
    /** UGache's, but for the gap: it stops at 5 %. */
    public static final SolveLimits DEFAULT = new SolveLimits(200, 1e-3, 0);

    public SolveLimits {
        if (!(seconds > 0) || !(gap >= 0)) {
            throw new IllegalArgumentException(
                    "a time limit of %s seconds, which should be above 0, and a gap of %s, which should not be negative"
                            .formatted(seconds, gap));
        }
    }
}

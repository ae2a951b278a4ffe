package dev.diptych.model.placement;

/**
 * A placement and what is known of it.
 *
 * @param objective what the placement achieves, evaluated on its whole entries
 * @param bound no placement achieves less; proven, whatever the solver's own certificate says
 */
public record Solution(Placement placement, double objective, double bound) {
    /** Rounding of sums of some thousand terms. */
    private static final double ROUNDING = 1e-9;

    public Solution {
        if (!(bound >= 0 && bound <= objective * (1 + ROUNDING) && objective < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a bound of %s on an objective of %s".formatted(bound, objective));
        }
        bound = Math.min(bound, objective);
    }

    /** Returns a placement's solution of a problem. */
    public static Solution of(PlacementProblem problem, Placement placement, double bound) {
        return new Solution(placement, placement.outcome(problem).objective(), bound);
    }

    /** Returns by how much the objective may exceed the least possible, as a part of the bound; 0 when both are 0. */
    public double gap() {
        return objective == bound ? 0 : (objective - bound) / bound;
    }
}

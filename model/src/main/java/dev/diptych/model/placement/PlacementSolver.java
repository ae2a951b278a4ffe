package dev.diptych.model.placement;

import dev.diptych.model.plugin.Plugin;
import java.util.Optional;

/**
 * A way to place entries: an exact solver, or a rule.
 *
 * <p>Contract: the placement solves the problem ({@link Placement#check}), the objective is what the placement achieves on it, and no
 * placement of whole entries achieves less than the bound; where a solver's settings or its kind restrict what it looks for, no placement of that
 * sort. The same problem, limits and settings give the same placement, unless a time limit strikes.
 */
public interface PlacementSolver<S extends Record> extends Plugin<S> {
    /** What a solver promises, the most convenient first. */
    enum Strength {
        /** The optimum, at once. */
        CLOSED_FORM,
        /** The optimum up to the rounding to whole entries. */
        LINEAR_PROGRAM,
        /** The optimum up to a gap, of blocks of entries. */
        INTEGER_PROGRAM,
        /** A placement by a rule, which may be far from the optimum. */
        RULE
    }

    /** Returns what it promises. */
    Strength strength();

    /** Returns why a problem is beyond it, in one line; nothing when it is not. */
    Optional<String> refusal(PlacementProblem problem);

    /**
     * Returns its solution.
     *
     * @throws dev.diptych.model.InputException when it refuses the problem, or the limits leave it without a solution
     */
    Solution solve(PlacementProblem problem, SolveLimits limits, S settings);
}

package dev.diptych.solver;

import com.google.ortools.linearsolver.MPConstraint;
import com.google.ortools.linearsolver.MPSolver;
import com.google.ortools.linearsolver.MPSolverParameters;
import com.google.ortools.linearsolver.MPVariable;
import dev.diptych.model.placement.SolveLimits;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A program with whole numbers for SCIP, which starts from a hint for every variable. Of the solvers in OR-Tools it is the one that stops at a
 * limit with its solution and a bound that can be believed; HiGHS loses its solution there, and calls the objective its bound.
 */
final class ScipModel {
    private static final double INFINITY = Double.POSITIVE_INFINITY;
    private static final double MILLIS_PER_SECOND = 1e3;

    private final MPSolver solver;
    private final Map<MPVariable, Double> hints = new LinkedHashMap<>();

    ScipModel() {
        OrTools.load();
        solver = MPSolver.createSolver("SCIP");
        solver.objective().setMinimization();
    }

    /** Adds a number that is not negative. */
    MPVariable number(double hint) {
        MPVariable number = solver.makeNumVar(0, INFINITY, "");
        hints.put(number, hint);
        return number;
    }

    /** Adds a whole number from 0 to a limit. */
    MPVariable whole(int most, int hint) {
        MPVariable whole = solver.makeIntVar(0, most, "");
        hints.put(whole, (double) hint);
        return whole;
    }

    /** Adds to the hint for a variable. */
    void raiseHint(MPVariable variable, double by) {
        hints.merge(variable, by, Double::sum);
    }

    MPConstraint atMost(double limit) {
        return solver.makeConstraint(-INFINITY, limit);
    }

    MPConstraint exactly(double value) {
        return solver.makeConstraint(value, value);
    }

    /** Sets what the objective, which is to be small, has of a variable. */
    void minimize(MPVariable variable, double coefficient) {
        solver.objective().setCoefficient(variable, coefficient);
    }

    /** Solves it and returns whether a solution was found within the limits. */
    boolean solve(SolveLimits limits) {
        solver.setTimeLimit((long) Math.min(limits.seconds() * MILLIS_PER_SECOND, Integer.MAX_VALUE));
        solver.setSolverSpecificParametersAsString(
                "randomization/randomseedshift = %d".formatted(Math.floorMod(limits.seed(), Integer.MAX_VALUE)));
        solver.setHint(
                hints.keySet().toArray(MPVariable[]::new),
                hints.values().stream().mapToDouble(Double::doubleValue).toArray());
        MPSolverParameters parameters = new MPSolverParameters();
        parameters.setDoubleParam(MPSolverParameters.DoubleParam.RELATIVE_MIP_GAP, limits.gap());
        MPSolver.ResultStatus status = solver.solve(parameters);
        parameters.delete();
        boolean isFound = status == MPSolver.ResultStatus.OPTIMAL || status == MPSolver.ResultStatus.FEASIBLE;
        if (!isFound && status != MPSolver.ResultStatus.NOT_SOLVED) {
            throw new IllegalStateException("SCIP ended with %s on %d variables".formatted(status, hints.size()));
        }
        return isFound;
    }

    /** Returns the bound on the objective that the last solution came with. */
    double bound() {
        return solver.objective().bestBound();
    }

    void close() {
        solver.delete();
    }
}

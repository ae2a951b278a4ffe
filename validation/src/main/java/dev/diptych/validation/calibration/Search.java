package dev.diptych.validation.calibration;

import java.util.Arrays;
import org.apache.commons.math3.analysis.MultivariateFunction;
import org.apache.commons.math3.exception.TooManyEvaluationsException;
import org.apache.commons.math3.optim.InitialGuess;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.SimpleBounds;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunction;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.BOBYQAOptimizer;
import org.apache.commons.math3.optim.univariate.BrentOptimizer;
import org.apache.commons.math3.optim.univariate.SearchInterval;
import org.apache.commons.math3.optim.univariate.UnivariateObjectiveFunction;

/**
 * Minimises a function on the unit cube without derivatives: a scan along each axis finds the right valley, then Brent's method (one
 * dimension) or BOBYQA (M. J. D. Powell, report DAMTP 2009/NA06) its bottom. Deterministic, and never worse than the start.
 */
final class Search {
    /** Points of a scan along one axis. */
    private static final int SCAN = 7;
    /** Radius of the first trust region, and of the last: a thousandth of the range. */
    private static final double FIRST_RADIUS = 0.12;

    private static final double LAST_RADIUS = 1e-3;
    /** Brent's method takes about ten to come within {@link #LAST_RADIUS}, BOBYQA as many for each dimension. */
    private static final int EVALUATIONS_PER_DIMENSION = 16;

    private final MultivariateFunction function;
    private double[] best;
    private double least;

    private Search(MultivariateFunction function, double[] start) {
        this.function = function;
        best = start.clone();
        least = function.value(best);
    }

    /** Returns the best point that was found from a start. */
    static double[] minimum(MultivariateFunction function, double[] start) {
        Search search = new Search(function, start);
        for (int axis = 0; axis < start.length; axis++) {
            search.scan(axis);
        }
        if (start.length == 1) {
            search.polishOne();
        } else {
            search.polish();
        }
        return search.best;
    }

    private double value(double[] point) {
        double value = function.value(point);
        if (value < least) {
            least = value;
            best = point.clone();
        }
        return value;
    }

    private void scan(int axis) {
        double[] point = best.clone();
        for (int i = 0; i < SCAN; i++) {
            point[axis] = i / (SCAN - 1.0);
            value(point);
        }
    }

    private void polishOne() {
        double step = 1.0 / (SCAN - 1);
        double from = Math.max(0, best[0] - step);
        double to = Math.min(1, best[0] + step);
        try {
            new BrentOptimizer(1e-6, LAST_RADIUS)
                    .optimize(
                            new UnivariateObjectiveFunction(x -> value(new double[] {x})),
                            GoalType.MINIMIZE,
                            new SearchInterval(from, to, best[0]),
                            new MaxEval(EVALUATIONS_PER_DIMENSION));
        } catch (TooManyEvaluationsException e) {
            // The bound on the effort is met: what was found so far is the result.
            return;
        }
    }

    private void polish() {
        double[] low = new double[best.length];
        double[] high = new double[best.length];
        Arrays.fill(high, 1);
        try {
            new BOBYQAOptimizer(2 * best.length + 1, FIRST_RADIUS, LAST_RADIUS)
                    .optimize(
                            new ObjectiveFunction(this::value),
                            GoalType.MINIMIZE,
                            new InitialGuess(best.clone()),
                            new SimpleBounds(low, high),
                            new MaxEval(EVALUATIONS_PER_DIMENSION * best.length));
        } catch (TooManyEvaluationsException e) {
            // The bound on the effort is met: what was found so far is the result.
            return;
        }
    }
}

package dev.diptych.solver;

import com.google.ortools.linearsolver.MPConstraint;
import com.google.ortools.linearsolver.MPObjective;
import com.google.ortools.linearsolver.MPSolver;
import com.google.ortools.linearsolver.MPVariable;
import dev.diptych.model.placement.PlacementProblem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The linear program over the patterns that are known so far: which part of each level has which fate, so that the longest time is short. Times
 * and rooms that a {@link Symmetry} takes to each other are one row, a pattern stands for the mean of all its images.
 */
final class Master {
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    private final PlacementProblem problem;
    private final int[] wayOrbits;
    private final int[] gpuOrbits;
    private final int[] rowOrbits;
    /** Of each orbit of times, and each orbit of ways: what a read costs there, when the orbit's ways have equal reads. */
    private final double[][] coefficients;

    private final double timeUnit;
    private final MPSolver solver;
    private final MPVariable time;
    private final List<MPConstraint> times = new ArrayList<>();
    private final List<MPConstraint> rooms = new ArrayList<>();
    private final List<MPConstraint> levels = new ArrayList<>();
    private final Map<Pattern, MPVariable> parts = new LinkedHashMap<>();
    private final TimeRows rows;
    /** What the objective has of a read over each way, besides the time. */
    private double[] wayCosts;

    /** @param timeUnit about the optimum, so that numbers are about 1 */
    Master(PlacementProblem problem, TimeRows rows, Symmetry symmetry, double timeUnit) {
        this.problem = problem;
        this.rows = rows;
        this.timeUnit = timeUnit;
        wayCosts = new double[rows.ways()];
        wayOrbits = symmetry.wayOrbits();
        gpuOrbits = symmetry.gpuOrbits();
        rowOrbits = symmetry.rowOrbits();
        OrTools.load();
        solver = MPSolver.createSolver("GLOP");
        time = solver.makeNumVar(0, INFINITY, "time");
        solver.objective().setMinimization();
        solver.objective().setCoefficient(time, 1);
        int[] representatives = firsts(rowOrbits);
        coefficients = new double[representatives.length][count(wayOrbits)];
        int[] waysOfOrbit = sizes(wayOrbits);
        for (int row = 0; row < representatives.length; row++) {
            for (int way = 0; way < wayOrbits.length; way++) {
                coefficients[row][wayOrbits[way]] +=
                        rows.coefficient(representatives[row], way) / waysOfOrbit[wayOrbits[way]];
            }
            MPConstraint constraint = solver.makeConstraint(-INFINITY, -rows.constant(representatives[row]) / timeUnit);
            constraint.setCoefficient(time, -1);
            times.add(constraint);
        }
        for (int gpu : firsts(gpuOrbits)) {
            rooms.add(solver.makeConstraint(-INFINITY, problem.capacityRows().get(gpu) / (double) problem.entries()));
        }
        for (int level = 0; level < problem.levels().size(); level++) {
            levels.add(solver.makeConstraint(1, 1));
        }
    }

    /** Adds a pattern and returns whether it was new. */
    boolean add(Pattern pattern) {
        if (parts.containsKey(pattern)) {
            return false;
        }
        PlacementProblem.Level level = problem.levels().get(pattern.level());
        MPVariable part = solver.makeNumVar(0, INFINITY, "");
        parts.put(pattern, part);
        levels.get(pattern.level()).setCoefficient(part, 1);
        double[] reads = new double[coefficients[0].length];
        double[] stored = new double[rooms.size()];
        int[] gpusOfOrbit = sizes(gpuOrbits);
        for (int gpu = 0; gpu < gpuOrbits.length; gpu++) {
            reads[wayOrbits[rows.way(gpu, pattern.sources()[gpu])]] +=
                    level.entries() * level.reads().get(gpu) / timeUnit;
            if (pattern.isStoredBy(gpu)) {
                stored[gpuOrbits[gpu]] += level.entries() / (double) problem.entries() / gpusOfOrbit[gpuOrbits[gpu]];
            }
        }
        for (int row = 0; row < coefficients.length; row++) {
            double coefficient = 0;
            for (int orbit = 0; orbit < reads.length; orbit++) {
                coefficient += coefficients[row][orbit] * reads[orbit];
            }
            if (coefficient != 0) {
                times.get(row).setCoefficient(part, coefficient);
            }
        }
        for (int orbit = 0; orbit < stored.length; orbit++) {
            if (stored[orbit] != 0) {
                rooms.get(orbit).setCoefficient(part, stored[orbit]);
            }
        }
        solver.objective().setCoefficient(part, cost(pattern));
        return true;
    }

    private double cost(Pattern pattern) {
        PlacementProblem.Level level = problem.levels().get(pattern.level());
        double cost = problem.moveCost() * Long.bitCount(pattern.storedBy() & ~level.storedBy());
        for (int gpu = 0; gpu < gpuOrbits.length; gpu++) {
            cost += level.reads().get(gpu) * wayCosts[rows.way(gpu, pattern.sources()[gpu])];
        }
        return cost * level.entries() / timeUnit;
    }

    /**
     * A solution of the program as it was.
     *
     * @param rowPrices of each time, of all GPUs: an orbit's price, divided among its members
     * @param roomPrices of a row stored on each GPU, in the unit of the objective
     * @param parts the patterns in use, and which part of their level has each
     */
    @SuppressWarnings("ArrayRecordComponent") // Lives for one round.
    record Answer(double objective, double time, double[] rowPrices, double[] roomPrices, Map<Pattern, Double> parts) {}

    /** Solves it as it is now. */
    Answer solve() {
        MPSolver.ResultStatus status = solver.solve();
        if (status != MPSolver.ResultStatus.OPTIMAL) {
            // GLOP goes on from its last basis, and may lose its way; from the start it finds it again.
            solver.reset();
            status = solver.solve();
        }
        if (status != MPSolver.ResultStatus.OPTIMAL) {
            throw new IllegalStateException("GLOP ended with %s on %d patterns".formatted(status, parts.size()));
        }
        Map<Pattern, Double> solution = new LinkedHashMap<>();
        parts.forEach((pattern, part) -> {
            if (part.solutionValue() > 0) {
                solution.put(pattern, part.solutionValue());
            }
        });
        return new Answer(
                solver.objective().value() * timeUnit,
                time.solutionValue() * timeUnit,
                spread(rowOrbits, times, 1),
                spread(gpuOrbits, rooms, timeUnit / problem.entries()),
                solution);
    }

    /** From now on allows a time, and looks for less of something else: a cost of a read over each way. */
    void keepTime(double most, double[] otherCosts) {
        wayCosts = otherCosts.clone();
        time.setUb(most / timeUnit);
        MPObjective objective = solver.objective();
        objective.setCoefficient(time, 0);
        parts.forEach((pattern, part) -> objective.setCoefficient(part, cost(pattern)));
    }

    private static double[] spread(int[] orbits, List<MPConstraint> constraints, double unit) {
        int[] sizes = sizes(orbits);
        // The dual of an upper limit in a minimum is not positive.
        return Arrays.stream(orbits)
                .mapToDouble(orbit -> Math.max(0, -constraints.get(orbit).dualValue()) * unit / sizes[orbit])
                .toArray();
    }

    void close() {
        solver.delete();
    }

    private static int count(int[] orbits) {
        return Arrays.stream(orbits).max().orElse(-1) + 1;
    }

    private static int[] sizes(int[] orbits) {
        int[] sizes = new int[count(orbits)];
        for (int orbit : orbits) {
            sizes[orbit]++;
        }
        return sizes;
    }

    private static int[] firsts(int[] orbits) {
        int[] firsts = new int[count(orbits)];
        Arrays.fill(firsts, -1);
        for (int thing = 0; thing < orbits.length; thing++) {
            if (firsts[orbits[thing]] < 0) {
                firsts[orbits[thing]] = thing;
            }
        }
        return firsts;
    }
}

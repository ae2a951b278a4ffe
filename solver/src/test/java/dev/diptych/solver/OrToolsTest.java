package dev.diptych.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.ortools.linearsolver.MPConstraint;
import com.google.ortools.linearsolver.MPSolver;
import com.google.ortools.linearsolver.MPVariable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The solvers that placement is to use are in the library, and right on a problem small enough to solve by hand. */
class OrToolsTest {
    @BeforeAll
    static void load() {
        assertThat(OrTools.load()).startsWith("9.");
    }

    /** Two rows of sizes 2 and 3 in a cache of 4, worth 3 and 4: by parts all of the first and 2/3 of the second, or the second alone. */
    @ParameterizedTest
    @ValueSource(strings = {"GLOP", "SCIP"})
    void solvesASmallKnapsack(String name) {
        boolean whole = name.equals("SCIP");
        MPSolver solver = MPSolver.createSolver(name);
        MPVariable first = solver.makeVar(0, 1, whole, "first");
        MPVariable second = solver.makeVar(0, 1, whole, "second");
        MPConstraint capacity = solver.makeConstraint(0, 4);
        capacity.setCoefficient(first, 2);
        capacity.setCoefficient(second, 3);
        solver.objective().setCoefficient(first, 3);
        solver.objective().setCoefficient(second, 4);
        solver.objective().setMaximization();
        assertThat(solver.solve()).isEqualTo(MPSolver.ResultStatus.OPTIMAL);
        assertThat(solver.objective().value()).isCloseTo(whole ? 4.0 : 3 + 4 * 2 / 3.0, within(1e-9));
    }
}

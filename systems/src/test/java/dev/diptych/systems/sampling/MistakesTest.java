package dev.diptych.systems.sampling;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import dev.diptych.systems.sampling.program.GraphFacts;
import dev.diptych.systems.sampling.program.Matrix;
import dev.diptych.systems.sampling.program.ProgramBuilder;
import dev.diptych.systems.sampling.program.WalkRule;
import org.junit.jupiter.api.Test;

/** What cannot be is refused where it is written. */
class MistakesTest {
    private static final GraphFacts PLAIN = new GraphFacts(100, false, 0, 1);

    private final ProgramBuilder program = new ProgramBuilder(PLAIN);
    private final Matrix block = program.graph().columns(program.seeds());

    private static void isRefused(Runnable call, String operator, String... parts) {
        assertThatThrownBy(call::run)
                .isInstanceOf(InputException.class)
                .hasMessageMatching("MistakesTest.java:\\d+: " + operator + ": .*")
                .hasMessageContainingAll(parts);
    }

    @Test
    void selectionOfNothing() {
        isRefused(() -> block.selectEach(0), "selectEach", "0 edges");
        isRefused(() -> block.ones().sumByRow().select(-1), "select", "-1 vertices");
        isRefused(() -> block.topEach(0, block.ones()), "topEach", "0 edges");
    }

    @Test
    void weightsThatAreNotThere() {
        isRefused(() -> block.weights(), "weights", "have none");
        isRefused(() -> program.features(), "features", "have none");
        isRefused(() -> block.rowsOfType(1), "rowsOfType", "type 1 of 1");
    }

    @Test
    void numbersOfOtherEdges() {
        Matrix other = program.graph().columns(block.nodes());
        isRefused(() -> block.selectEach(2, other.ones()), "selectEach", "numbers are of the edges of Columns at");
        isRefused(() -> block.ones().plus(other.ones()), "plus", "numbers are of the edges");
        isRefused(() -> block.ones().over(other.ones().sumByColumn()), "over", "numbers are of the columns");
        isRefused(() -> program.layer(block, other.ones()), "layer", "numbers are of the edges");
    }

    @Test
    void numbersOfMoreEdgesAreCutDown() {
        Matrix part = block.selectEach(3);
        part.ones().times(block.ones()).over(block.ones().sumByColumn());
        program.layer(part, block.ones());
    }

    @Test
    void columnsOfColumns() {
        isRefused(() -> block.columns(program.seeds()), "columns", "whole graph");
    }

    @Test
    void walksThatCannotBe() {
        isRefused(() -> program.seeds().walk(0, 1, new WalkRule.Uniform(0)), "walk", "0 steps");
        isRefused(
                () -> program.seeds().walk(Integer.MAX_VALUE, 1, new WalkRule.Uniform(0)), "walk", "2147483647 steps");
        isRefused(() -> program.seeds().walk(1, 1, new WalkRule.Node2Vec(0, 1)), "walk", "p = 0.0");
        isRefused(() -> program.seeds().walk(1, 1, new WalkRule.Uniform(1)), "walk", "chance 1.0");
    }

    @Test
    void whatAnotherProgramMade() {
        ProgramBuilder other = new ProgramBuilder(PLAIN);
        isRefused(() -> program.layer(other.graph()), "layer", "another program");
        isRefused(() -> program.graph().columns(other.seeds()), "Columns", "another program");
    }

    @Test
    void programsWithoutOutput() {
        assertThatThrownBy(program::build).isInstanceOf(InputException.class).hasMessageContaining("no output");
    }
}

package dev.diptych.systems.sampling.algorithm;

import dev.diptych.model.InputException;
import dev.diptych.systems.sampling.program.ColumnVector;
import dev.diptych.systems.sampling.program.EdgeVector;
import dev.diptych.systems.sampling.program.Matrix;

/** How samplers that learn choose among the edges of a column: by what they learned of each, and a little by chance alone. */
final class BanditChances {
    /** The name of what was learned: a number for each edge of the graph, 1 before anything was. */
    private static final String STATE = "omega";

    private BanditChances() {}

    /** Returns {@code (1 - eta) omega / sum of omega + eta / d}: they sum to 1 in each column. */
    static EdgeVector of(Matrix candidates, double explore) {
        if (!(explore >= 0 && explore <= 1)) {
            throw new InputException("setting 'explore' is %s; it is a share, from 0 to 1".formatted(explore));
        }
        EdgeVector learned = candidates.state(STATE);
        ColumnVector degrees = candidates.ones().sumByColumn();
        return learned.over(learned.sumByColumn())
                .times((float) (1 - explore))
                .plus(candidates.ones().times((float) explore).over(degrees));
    }

    /** Returns {@code alpha / (K q)} for the chosen edges. */
    static EdgeVector unbiased(Matrix graph, Matrix block, EdgeVector chances, int count) {
        return Adjacency.normalized(graph).of(block).over(chances.of(block)).over(count);
    }
}

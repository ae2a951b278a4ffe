package dev.diptych.systems.sampling.device;

import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Op;
import dev.diptych.systems.sampling.program.DrawKey;
import dev.diptych.systems.sampling.program.Operator;
import java.util.List;

/**
 * Selection by weights with replacement: draws below the sums of a column's weights as whole numbers, {@code weights.cu}. Four launches, two of them to lay
 * out columns.
 */
final class WeightedDraws {
    private static final String MODULE = "weights";

    private WeightedDraws() {}

    /**
     * Returns what sums weights in each column, for each edge those of it and all before it.
     *
     * @param sums a word of 64 bits an edge
     * @param columnCount where the number of columns lies
     * @param columns how many there may be
     * @param begins where each column's edges begin
     * @param weights finite and not negative
     */
    static Op sums(Memory memory, Buffer sums, Arg columnCount, long columns, Arg begins, Arg weights) {
        return memory.warps(
                MODULE, "weight_sums", columns, 0, List.of(Memory.address(sums), columnCount, begins, weights));
    }

    /**
     * Returns what selects.
     *
     * @param sums of the weights of the candidates' edges
     */
    static List<Op> ops(
            Memory memory, SelectedEdges edges, Buffer sampleIds, long seed, Operator.SelectEach select, Arg sums) {
        long columns = edges.result().columns().capacity();
        List<Arg> counted = edges.countArgs();
        counted.add(sums);
        List<Arg> args = edges.selectArgs();
        args.addAll(List.of(
                Memory.address(sampleIds),
                new Arg.I64(seed),
                new Arg.I32(select.site()),
                new Arg.I32(select.key() == DrawKey.POSITION ? 1 : 0),
                sums));
        return edges.ops(
                memory.threads(MODULE, "replace_counts", columns, counted),
                memory.warps(MODULE, "replace_by_weight", columns, 0, args));
    }
}

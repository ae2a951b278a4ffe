package dev.diptych.systems.sampling.device;

import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Op;
import dev.diptych.systems.sampling.program.DrawKey;
import dev.diptych.systems.sampling.program.Operator;
import java.util.List;

/**
 * Selection of the edges with the smallest keys in each column, of equal ones the first: {@code select_smallest.cu}. Four launches, two of them to lay out
 * columns. A column may have, and keep, any number of edges.
 */
final class SmallestKeys {
    private static final String MODULE = "select_smallest";

    /** Edges of a column above which a block has it to itself. */
    private static final int HUB = 2048;

    private final Memory memory;
    private final SelectedEdges edges;

    SmallestKeys(Memory memory, SelectedEdges edges) {
        this.memory = memory;
        this.edges = edges;
    }

    /** Returns what selects the edges whose sources drew the smallest numbers. */
    List<Op> bySource(Buffer sampleIds, long seed, Operator.SelectEach select) {
        List<Arg> args = selectArgs();
        args.addAll(List.of(Memory.address(sampleIds), new Arg.I64(seed), new Arg.I32(select.site())));
        return edges.ops(countAll(), selecting("smallest_by_source", args));
    }

    /**
     * Returns what selects by weights without replacement: the edges that arrive first in an exponential race.
     *
     * @param weights of the candidates' edges, finite and not negative
     */
    List<Op> byArrival(Buffer sampleIds, long seed, Operator.SelectEach select, Arg weights) {
        List<Arg> counted = edges.countArgs();
        counted.add(weights);
        List<Arg> args = selectArgs();
        args.addAll(List.of(
                Memory.address(sampleIds),
                new Arg.I64(seed),
                new Arg.I32(select.site()),
                new Arg.I32(select.key() == DrawKey.POSITION ? 1 : 0),
                weights));
        return edges.ops(
                memory.warps(MODULE, "race_counts", columns(), 0, counted), selecting("smallest_by_arrival", args));
    }

    /** Returns what selects the edges with the largest numbers. */
    List<Op> largest(Arg numbers) {
        List<Arg> args = selectArgs();
        args.add(numbers);
        return edges.ops(countAll(), selecting("largest_numbers", args));
    }

    private Op countAll() {
        return memory.threads(MODULE, "smallest_counts", columns(), edges.countArgs());
    }

    private Op selecting(String kernel, List<Arg> args) {
        return memory.warps(MODULE, kernel, columns(), 0, args);
    }

    private List<Arg> selectArgs() {
        List<Arg> args = edges.selectArgs();
        args.add(new Arg.I32(HUB));
        return args;
    }

    private long columns() {
        return edges.result().columns().capacity();
    }
}

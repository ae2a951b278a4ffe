package dev.diptych.systems.sampling.device;

import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Op;
import dev.diptych.systems.sampling.program.Operator;
import java.util.List;

/** Selections in each column that go by keys or weights. */
final class EdgeSelections {
    private final Memory memory;
    private final DeviceGraph graph;
    private final Buffer sampleIds;
    private final long seed;
    private final List<Op> kernels;

    /**
     * Selections of a program.
     *
     * @param sampleIds of the batch's samples
     * @param kernels to which what selects is added
     */
    EdgeSelections(Memory memory, DeviceGraph graph, Buffer sampleIds, long seed, List<Op> kernels) {
        this.memory = memory;
        this.graph = graph;
        this.sampleIds = sampleIds;
        this.seed = seed;
        this.kernels = kernels;
    }

    /** Selects the edges whose sources drew the smallest numbers. */
    SelectedEdges bySource(EdgePool from, Operator.SelectEach select) {
        SelectedEdges edges = SelectedEdges.of(memory, from, select.count(), false, vertices());
        kernels.addAll(new SmallestKeys(memory, edges).bySource(sampleIds, seed, select));
        return edges;
    }

    /** Selects the edges with the largest numbers. */
    SelectedEdges largest(EdgePool from, Operator.TopEach top, Arg numbers) {
        SelectedEdges edges = SelectedEdges.of(memory, from, top.count(), false, vertices());
        kernels.addAll(new SmallestKeys(memory, edges).largest(numbers));
        return edges;
    }

    /** Selects by weights of the pool's edges, which are finite and not negative; of the graph's own if the pool is the graph. */
    SelectedEdges byWeight(EdgePool from, Operator.SelectEach select, Arg weights) {
        SelectedEdges edges = SelectedEdges.of(memory, from, select.count(), select.replace(), vertices());
        if (select.replace()) {
            kernels.addAll(WeightedDraws.ops(memory, edges, sampleIds, seed, select, sums(from, weights)));
        } else {
            kernels.addAll(new SmallestKeys(memory, edges).byArrival(sampleIds, seed, select, weights));
        }
        return edges;
    }

    private int vertices() {
        return graph.graph().vertices();
    }

    /** The graph's weights are summed once, others for each batch. */
    private Arg sums(EdgePool from, Arg weights) {
        if (from.areTheGraphs()) {
            return graph.weightSums();
        }
        DeviceFrontier columns = from.columns();
        Buffer sums = memory.longWords(from.capacity());
        Arg count = new Arg.Address(columns.starts().slice((long) columns.samples() * Integer.BYTES, Integer.BYTES));
        kernels.add(WeightedDraws.sums(memory, sums, count, columns.capacity(), from.begins(), weights));
        return Memory.address(sums);
    }
}

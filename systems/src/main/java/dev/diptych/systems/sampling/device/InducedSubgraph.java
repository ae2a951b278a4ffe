package dev.diptych.systems.sampling.device;

import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Op;
import java.util.ArrayList;
import java.util.List;

/** All edges among the vertices of each sample's frontier: {@code induced.cu}. Four launches, two of them to lay out columns. */
final class InducedSubgraph {
    private static final String MODULE = "induced";

    private final Memory memory;
    private final DeviceGraph graph;
    private final UniqueVertices nodes;
    private final DeviceMatrix result;
    private final ColumnCounts counts;

    InducedSubgraph(Memory memory, DeviceGraph graph, UniqueVertices nodes) {
        this.memory = memory;
        this.graph = graph;
        this.nodes = nodes;
        DeviceFrontier columns = nodes.result();
        long perSample = graph.mostEdges(columns.perSample());
        long edges = columns.samples() * perSample;
        this.result = new DeviceMatrix(
                columns,
                memory.words(columns.capacity() + 1),
                memory.words(edges),
                memory.words(edges),
                memory.words(edges),
                edges,
                perSample,
                columns.perSample());
        this.counts = new ColumnCounts(memory, result);
    }

    DeviceMatrix result() {
        return result;
    }

    List<Op> ops() {
        DeviceFrontier columns = result.columns();
        List<Arg> looked = new ArrayList<>(columns.args());
        looked.add(graph.indptr());
        looked.add(graph.indices());
        looked.addAll(nodes.table());
        List<Arg> count = new ArrayList<>(List.of(counts.address()));
        count.addAll(looked);
        List<Arg> write = new ArrayList<>(List.of(
                Memory.address(result.sources()),
                Memory.address(result.positions()),
                Memory.address(result.owners()),
                Memory.address(result.first())));
        write.addAll(looked);
        List<Op> ops = new ArrayList<>();
        ops.add(memory.warps(MODULE, "induced_counts", columns.capacity(), 0, count));
        ops.addAll(counts.layOut());
        ops.add(memory.warps(MODULE, "induced_write", columns.capacity(), 0, write));
        return ops;
    }
}

package dev.diptych.systems.sampling.device;

import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Op;
import java.util.ArrayList;
import java.util.List;

/** All edges among the vertices of each sample's frontier: {@code induced.cu}. Four launches. */
final class InducedSubgraph {
    private static final String MODULE = "induced";

    private final Memory memory;
    private final DeviceGraph graph;
    private final UniqueNodes nodes;
    private final DeviceMatrix result;
    private final Buffer counts;
    private final Buffer sums;

    InducedSubgraph(Memory memory, DeviceGraph graph, UniqueNodes nodes) {
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
                perSample);
        this.counts = memory.words(columns.capacity());
        this.sums = memory.chunkSums(columns.capacity());
    }

    DeviceMatrix result() {
        return result;
    }

    List<Op> ops() {
        DeviceFrontier columns = result.columns();
        Arg starts = Memory.address(columns.starts());
        Arg samples = new Arg.I32(columns.samples());
        List<Arg> looked = new ArrayList<>(columns.args());
        looked.add(graph.indptr());
        looked.add(graph.indices());
        looked.addAll(nodes.table());
        List<Arg> count = new ArrayList<>(List.of(Memory.address(counts)));
        count.addAll(looked);
        List<Arg> write = new ArrayList<>(List.of(
                Memory.address(result.sources()),
                Memory.address(result.positions()),
                Memory.address(result.owners()),
                Memory.address(result.first())));
        write.addAll(looked);
        return List.of(
                memory.warps(MODULE, "induced_counts", columns.capacity(), 0, count),
                memory.chunks(
                        MODULE,
                        "induced_sizes",
                        columns.capacity(),
                        List.of(Memory.address(sums), Memory.address(counts), starts, samples)),
                memory.chunks(
                        MODULE,
                        "induced_offsets",
                        columns.capacity(),
                        List.of(
                                Memory.address(result.first()),
                                Memory.address(sums),
                                Memory.address(counts),
                                starts,
                                samples)),
                memory.warps(MODULE, "induced_write", columns.capacity(), 0, write));
    }
}

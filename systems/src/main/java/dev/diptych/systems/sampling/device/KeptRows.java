package dev.diptych.systems.sampling.device;

import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Op;
import java.util.ArrayList;
import java.util.List;

/** The candidates whose sources are in a set: {@code keep.cu}. Three launches. */
final class KeptRows {
    private static final String MODULE = "keep";

    private final Memory memory;
    private final DeviceGraph graph;
    private final DeviceEdges candidates;
    private final VertexSet set;
    private final DeviceMatrix result;
    private final Buffer stays;
    private final Buffer offsets;
    private final Buffer sums;

    KeptRows(Memory memory, DeviceGraph graph, DeviceEdges candidates, VertexSet set) {
        this.memory = memory;
        this.graph = graph;
        this.candidates = candidates;
        this.set = set;
        long edges = candidates.capacity();
        this.result = new DeviceMatrix(
                candidates.columns(),
                memory.words(candidates.columns().capacity() + 1),
                memory.words(edges),
                memory.words(edges),
                memory.words(edges),
                edges,
                candidates.perSample(),
                Math.min(candidates.sourcesPerSample(), set.perSample()));
        this.stays = memory.words(edges / Integer.SIZE + 1);
        this.offsets = memory.words(edges / Integer.SIZE + 1);
        this.sums = memory.chunkSums(edges);
    }

    DeviceMatrix result() {
        return result;
    }

    /** Returns what adds a frontier's vertices to a set. */
    static Op insert(Memory memory, VertexSet set, DeviceFrontier frontier) {
        List<Arg> args = new ArrayList<>(set.args());
        args.addAll(frontier.args());
        return memory.threads(MODULE, "keep_insert", frontier.capacity(), args);
    }

    List<Op> ops() {
        DeviceFrontier columns = candidates.columns();
        List<Arg> looked = new ArrayList<>(columns.args());
        looked.addAll(List.of(Memory.address(candidates.first()), graph.indptr(), graph.indices()));
        List<Arg> mark = new ArrayList<>(List.of(Memory.address(sums), Memory.address(stays)));
        mark.addAll(set.args());
        mark.addAll(looked);
        List<Arg> write = new ArrayList<>(List.of(
                Memory.address(result.sources()),
                Memory.address(result.positions()),
                Memory.address(result.owners()),
                Memory.address(offsets),
                Memory.address(result.first()),
                Memory.address(sums),
                Memory.address(stays)));
        write.addAll(looked);
        return List.of(
                memory.chunks(MODULE, "keep_mark", candidates.capacity(), mark),
                memory.chunks(MODULE, "keep_write", candidates.capacity(), write),
                memory.threads(
                        MODULE,
                        "keep_first",
                        columns.capacity(),
                        List.of(
                                Memory.address(result.first()),
                                Memory.address(offsets),
                                Memory.address(stays),
                                Memory.address(columns.starts()),
                                new Arg.I32(columns.samples()),
                                Memory.address(candidates.first()))));
    }
}

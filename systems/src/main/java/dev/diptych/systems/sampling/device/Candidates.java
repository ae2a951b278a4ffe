package dev.diptych.systems.sampling.device;

import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Op;
import java.util.ArrayList;
import java.util.List;

/** All edges of a frontier's columns, of which only where each column's begin is written: {@code select_each.cu}. Two launches. */
final class Candidates {
    private static final String MODULE = "select_each";
    /** A column keeps all its edges: their number is compared without a sign. */
    private static final int ALL = -1;

    private final Memory memory;
    private final DeviceGraph graph;
    private final DeviceEdges result;
    private final Buffer sums;

    /**
     * Room for them.
     *
     * @param isDistinct whether a sample's frontier has each vertex once
     */
    Candidates(Memory memory, DeviceGraph graph, DeviceFrontier columns, boolean isDistinct) {
        this.memory = memory;
        this.graph = graph;
        long perSample = isDistinct
                ? graph.mostEdges(columns.perSample())
                : columns.perSample() * graph.graph().maxDegree();
        long entries = isDistinct
                ? columns.samples() * perSample
                : columns.capacity() * graph.graph().maxDegree();
        this.result = new DeviceEdges(
                columns,
                memory.words(columns.capacity() + 1),
                null,
                Math.min(entries, columns.samples() * perSample),
                perSample,
                Math.min(perSample, graph.graph().vertices()));
        this.sums = memory.chunkSums(columns.capacity());
    }

    DeviceEdges result() {
        return result;
    }

    List<Op> ops() {
        DeviceFrontier columns = result.columns();
        List<Arg> sized = List.of(
                Memory.address(columns.vertices()),
                Memory.address(columns.starts()),
                new Arg.I32(columns.samples()),
                graph.indptr(),
                new Arg.I32(ALL),
                new Arg.I32(0));
        List<Arg> sizes = new ArrayList<>(List.of(Memory.address(sums)));
        sizes.addAll(sized);
        List<Arg> offsets = new ArrayList<>(List.of(Memory.address(result.first()), Memory.address(sums)));
        offsets.addAll(sized);
        return List.of(
                memory.chunks(MODULE, "select_sizes", columns.capacity(), sizes),
                memory.chunks(MODULE, "select_offsets", columns.capacity(), offsets));
    }
}

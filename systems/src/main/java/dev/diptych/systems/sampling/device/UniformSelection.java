package dev.diptych.systems.sampling.device;

import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Op;
import dev.diptych.systems.sampling.program.DrawKey;
import dev.diptych.systems.sampling.program.Operator;
import java.util.ArrayList;
import java.util.List;

/** Selection of edges that are all alike, straight from the graph's columns: {@code select_each.cu}. Three launches. */
final class UniformSelection {
    private static final String MODULE = "select_each";

    private final Operator.SelectEach select;
    private final DeviceGraph graph;
    private final DeviceMatrix result;
    private final Buffer sums;
    private final Memory memory;

    UniformSelection(Memory memory, DeviceGraph graph, DeviceFrontier columns, Operator.SelectEach select) {
        this.memory = memory;
        this.graph = graph;
        this.select = select;
        long edges = columns.capacity() * select.count();
        this.result = new DeviceMatrix(
                columns,
                memory.words(columns.capacity() + 1),
                memory.words(edges),
                memory.words(edges),
                memory.words(edges),
                edges,
                columns.perSample() * select.count(),
                Math.min(columns.perSample() * select.count(), graph.graph().vertices()));
        this.sums = memory.chunkSums(columns.capacity());
    }

    DeviceMatrix result() {
        return result;
    }

    /**
     * Returns what selects.
     *
     * @param sampleIds of the batch's samples
     */
    List<Op> ops(Buffer sampleIds, long seed) {
        DeviceFrontier columns = result.columns();
        int replace = select.replace() ? 1 : 0;
        // Choices that a block has no room for lie where the result will.
        int warpWords = select.count() <= Memory.SHARED_WORDS ? select.count() : 0;
        List<Arg> sized = List.of(
                Memory.address(columns.vertices()),
                Memory.address(columns.starts()),
                new Arg.I32(columns.samples()),
                graph.indptr(),
                new Arg.I32(select.count()),
                new Arg.I32(replace));
        List<Arg> sizes = new ArrayList<>(List.of(Memory.address(sums)));
        sizes.addAll(sized);
        List<Arg> offsets = new ArrayList<>(List.of(Memory.address(result.first()), Memory.address(sums)));
        offsets.addAll(sized);
        List<Arg> alike = new ArrayList<>(List.of(
                Memory.address(result.sources()),
                Memory.address(result.positions()),
                Memory.address(result.owners()),
                Memory.address(result.first())));
        alike.addAll(columns.args());
        alike.addAll(List.of(
                Memory.address(sampleIds),
                graph.indptr(),
                graph.indices(),
                new Arg.I64(seed),
                new Arg.I32(select.site()),
                new Arg.I32(select.count()),
                new Arg.I32(replace),
                new Arg.I32(select.key() == DrawKey.POSITION ? 1 : 0),
                new Arg.I32(warpWords == 0 ? 0 : 1)));
        return List.of(
                memory.chunks(MODULE, "select_sizes", columns.capacity(), sizes),
                memory.chunks(MODULE, "select_offsets", columns.capacity(), offsets),
                memory.warps(MODULE, "select_alike", columns.capacity(), warpWords, alike));
    }
}

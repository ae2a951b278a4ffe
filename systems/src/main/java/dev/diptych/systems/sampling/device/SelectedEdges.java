package dev.diptych.systems.sampling.device;

import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Op;
import java.util.ArrayList;
import java.util.List;

/**
 * Room for edges that are selected in each column, of which kernels first count how many there are and then put them there.
 *
 * @param result a matrix of the candidates' columns
 * @param within of each edge which of the candidates' it is; the same as its position where these are the graph's
 */
record SelectedEdges(EdgePool from, int count, DeviceMatrix result, Buffer within, ColumnCounts counts) {
    /**
     * Returns room.
     *
     * @param count of a column at most
     * @param replace whether an edge may come several times, so that a column may keep more than it has
     * @param vertices of the graph
     */
    static SelectedEdges of(Memory memory, EdgePool from, int count, boolean replace, int vertices) {
        DeviceFrontier columns = from.columns();
        long perColumn = replace ? count : Math.min(count, from.perColumn());
        long edges = columns.capacity() * perColumn;
        Buffer within = memory.words(edges);
        DeviceMatrix result = new DeviceMatrix(
                columns,
                memory.words(columns.capacity() + 1),
                memory.words(edges),
                from.areTheGraphs() ? within : memory.words(edges),
                memory.words(edges),
                edges,
                columns.perSample() * perColumn,
                Math.min(columns.perSample() * perColumn, vertices));
        return new SelectedEdges(from, count, result, within, new ColumnCounts(memory, result));
    }

    /** Returns what a kernel takes that counts. */
    List<Arg> countArgs() {
        List<Arg> args = new ArrayList<>(List.of(counts.address()));
        args.addAll(from.countArgs(count));
        return args;
    }

    /** Returns what a kernel takes that selects. */
    List<Arg> selectArgs() {
        List<Arg> args = new ArrayList<>(List.of(
                Memory.address(result.sources()),
                Memory.address(result.positions()),
                Memory.address(within),
                Memory.address(result.owners()),
                Memory.address(result.first()),
                counts.address()));
        args.addAll(from.selectArgs(count));
        return args;
    }

    /** Returns what counts, lays out columns and selects. */
    List<Op> ops(Op counting, Op selecting) {
        List<Op> ops = new ArrayList<>(List.of(counting));
        ops.addAll(counts.layOut());
        ops.add(selecting);
        return ops;
    }
}

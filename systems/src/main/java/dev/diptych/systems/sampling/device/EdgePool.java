package dev.diptych.systems.sampling.device;

import dev.diptych.model.op.Arg;
import java.util.ArrayList;
import java.util.List;

/**
 * Columns that edges are selected from: the graph's own for each vertex of a frontier, of which nothing is copied, or a matrix's.
 *
 * @param begins where each vertex's edges begin, or each column's
 * @param positions of each edge in the graph, unless it is the graph's
 * @param capacity edges that are written for these columns; none of the graph's are
 * @param perColumn edges that a column may have
 */
record EdgePool(
        DeviceFrontier columns,
        Arg begins,
        Arg sources,
        Arg positions,
        boolean areTheGraphs,
        long capacity,
        long perColumn) {
    static EdgePool of(DeviceGraph graph, DeviceFrontier columns) {
        return new EdgePool(columns, graph.indptr(), graph.indices(), graph.indices(), true, 0, graph.mostEdges(1));
    }

    static EdgePool of(DeviceMatrix matrix) {
        return new EdgePool(
                matrix.columns(),
                Memory.address(matrix.first()),
                Memory.address(matrix.sources()),
                Memory.address(matrix.positions()),
                false,
                matrix.capacity(),
                matrix.perSample());
    }

    /** Returns which columns there are, and how many edges each keeps at most: what kernels take that count. */
    List<Arg> countArgs(int count) {
        return List.of(
                Memory.address(columns.vertices()),
                Memory.address(columns.starts()),
                new Arg.I32(columns.samples()),
                begins,
                new Arg.I32(areTheGraphs ? 1 : 0),
                new Arg.I32(count));
    }

    /** Returns all that kernels take that select. */
    List<Arg> selectArgs(int count) {
        List<Arg> args = new ArrayList<>(columns.args());
        args.addAll(List.of(begins, sources, positions, new Arg.I32(areTheGraphs ? 1 : 0), new Arg.I32(count)));
        return args;
    }
}

package dev.diptych.systems.sampling.device;

import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Edges of a batch's columns that kernels go over, written or not.
 *
 * @param first for each column its first edge, and behind the last how many edges there are
 * @param positions of each edge, its place in the graph; null for all edges of each column's vertex, in order, which are written nowhere
 * @param capacity edges that there may be
 * @param perSample edges that a sample may have
 * @param sourcesPerSample different sources that these may have
 */
record DeviceEdges(
        DeviceFrontier columns,
        Buffer first,
        @Nullable Buffer positions,
        long capacity,
        long perSample,
        long sourcesPerSample) {
    /** Returns what {@code number.cu} takes of edges. */
    List<Arg> args(DeviceGraph graph) {
        List<Arg> args = new ArrayList<>(columns.args());
        args.add(Memory.address(first));
        args.add(positions == null ? new Arg.Null() : Memory.address(positions));
        args.add(graph.indptr());
        args.add(graph.indices());
        return args;
    }
}

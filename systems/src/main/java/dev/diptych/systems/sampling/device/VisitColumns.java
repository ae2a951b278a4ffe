package dev.diptych.systems.sampling.device;

import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Op;
import java.util.ArrayList;
import java.util.List;

/** Where walks came to, as a matrix, and how often: {@code visits.cu}. Four launches, two of them to lay out columns. */
final class VisitColumns {
    private static final String MODULE = "visits";

    private final Memory memory;
    private final DeviceWalks walks;
    private final int visitStride;
    private final int visitsPerWalk;
    private final long perColumn;
    private final Buffer visited;
    private final Buffer counts;
    private final DeviceMatrix result;
    private final ColumnCounts columnCounts;

    /**
     * Room for it.
     *
     * @param visitStride steps from a visit of a walk to the next
     * @param vertices of the graph
     */
    VisitColumns(Memory memory, DeviceWalks walks, int visitStride, int vertices) {
        this.memory = memory;
        this.walks = walks;
        this.visitStride = visitStride;
        this.visitsPerWalk = (walks.stride() - 1) / visitStride;
        DeviceFrontier columns = walks.beginnings();
        this.perColumn = (long) walks.perSeed() * visitsPerWalk;
        long edges = columns.capacity() * perColumn;
        this.visited = memory.words(edges);
        this.counts = memory.words(edges);
        this.result = new DeviceMatrix(
                columns,
                memory.words(columns.capacity() + 1),
                memory.words(edges),
                memory.words(edges),
                memory.words(edges),
                edges,
                columns.perSample() * perColumn,
                Math.min(columns.perSample() * perColumn, vertices));
        this.columnCounts = new ColumnCounts(memory, result);
    }

    /** Returns the matrix; its edges are none of the graph's. */
    DeviceMatrix result() {
        return result;
    }

    /** Returns how often each edge's source was visited: binary32. */
    Buffer counts() {
        return counts;
    }

    List<Op> ops() {
        DeviceFrontier columns = result.columns();
        long capacity = columns.capacity();
        Arg starts = Memory.address(columns.starts());
        Arg samples = new Arg.I32(columns.samples());
        List<Op> ops = new ArrayList<>();
        ops.add(memory.warps(
                MODULE,
                "visits_sort",
                capacity,
                0,
                List.of(
                        Memory.address(visited),
                        columnCounts.address(),
                        Memory.address(columns.vertices()),
                        starts,
                        samples,
                        Memory.address(walks.vertices()),
                        new Arg.I32(walks.stride()),
                        new Arg.I32(walks.perSeed()),
                        new Arg.I32(visitStride),
                        new Arg.I32(visitsPerWalk))));
        ops.addAll(columnCounts.layOut());
        ops.add(memory.warps(
                MODULE,
                "visits_write",
                capacity,
                0,
                List.of(
                        Memory.address(result.sources()),
                        Memory.address(result.positions()),
                        Memory.address(result.owners()),
                        Memory.address(counts),
                        Memory.address(result.first()),
                        Memory.address(columns.owners()),
                        starts,
                        samples,
                        Memory.address(visited),
                        new Arg.I32((int) perColumn))));
        return ops;
    }
}

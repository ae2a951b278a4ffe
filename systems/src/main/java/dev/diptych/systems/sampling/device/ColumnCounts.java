package dev.diptych.systems.sampling.device;

import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Op;
import java.util.List;

/** How many edges each column of a matrix has, and where its edges begin from that: {@code edge_offsets.cu}. Two launches. */
final class ColumnCounts {
    private static final String MODULE = "edge_offsets";

    private final Memory memory;
    private final DeviceMatrix matrix;
    private final Buffer counts;
    private final Buffer sums;

    ColumnCounts(Memory memory, DeviceMatrix matrix) {
        this.memory = memory;
        this.matrix = matrix;
        this.counts = memory.words(matrix.columns().capacity());
        this.sums = memory.chunkSums(matrix.columns().capacity());
    }

    /** Returns where a kernel puts a count for each column. */
    Arg address() {
        return Memory.address(counts);
    }

    /** Returns what turns counts into the matrix's first edges. */
    List<Op> layOut() {
        long capacity = matrix.columns().capacity();
        Arg starts = Memory.address(matrix.columns().starts());
        Arg samples = new Arg.I32(matrix.columns().samples());
        return List.of(
                memory.chunks(
                        MODULE, "column_sizes", capacity, List.of(Memory.address(sums), address(), starts, samples)),
                memory.chunks(
                        MODULE,
                        "column_offsets",
                        capacity,
                        List.of(Memory.address(matrix.first()), Memory.address(sums), address(), starts, samples)));
    }
}

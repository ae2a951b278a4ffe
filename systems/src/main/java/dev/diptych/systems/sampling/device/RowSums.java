package dev.diptych.systems.sampling.device;

import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import java.util.List;

/**
 * Sums by row: of each sample a hash table, {@code rows.cuh}.
 *
 * @param vertices of each slot
 * @param sums of each slot, two 64-bit words
 * @param counts for each sample how many rows it may have
 * @param region slots that each sample has room for
 * @param rowsPerSample rows that a sample may have
 */
record RowSums(Buffer vertices, Buffer sums, Buffer counts, long region, long rowsPerSample) {
    static RowSums of(Memory memory, DeviceEdges edges) {
        long region = 2 * edges.sourcesPerSample() + 1;
        long slots = edges.columns().samples() * region;
        return new RowSums(
                memory.words(slots),
                memory.longWords(2 * slots),
                memory.words(edges.columns().samples()),
                region,
                edges.sourcesPerSample());
    }

    /** Returns tables, sums, counts and size of a region: what kernels take of it. */
    List<Arg> args() {
        return List.of(
                Memory.address(vertices), Memory.address(sums), Memory.address(counts), new Arg.I32((int) region));
    }
}

package dev.diptych.systems.sampling.device;

import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Op;
import java.util.ArrayList;
import java.util.List;

/** The next frontier, each vertex once, and the edges' sources as places in it: {@code unique.cu}. Six launches. */
final class UniqueNodes {
    private static final String MODULE = "unique";

    private final Memory memory;
    private final DeviceMatrix matrix;
    private final DeviceFrontier result;
    private final long entries;
    private final long slots;
    private final Buffer keys;
    private final Buffer firsts;
    private final Buffer places;
    private final Buffer entrySlots;
    private final Buffer sums;
    private final Buffer rows;

    /**
     * Room for it.
     *
     * @param vertices of the graph
     */
    UniqueNodes(Memory memory, DeviceMatrix matrix, int vertices) {
        this.memory = memory;
        this.matrix = matrix;
        DeviceFrontier columns = matrix.columns();
        this.entries = columns.capacity() + matrix.capacity();
        long most = Math.min(entries, (long) columns.samples() * vertices);
        long perSample = Math.min(vertices, columns.perSample() + matrix.perSample());
        // No more than half full, so that a search is short.
        this.slots = Math.max(2, Long.highestOneBit(2 * most - 1) * 2);
        this.keys = memory.longWords(slots);
        this.firsts = memory.words(slots);
        this.places = memory.words(slots);
        this.entrySlots = memory.words(entries);
        this.sums = memory.chunkSums(entries);
        this.rows = memory.words(matrix.capacity());
        this.result = new DeviceFrontier(
                memory.words(most),
                memory.words(most),
                memory.words(columns.samples() + 1L),
                columns.samples(),
                most,
                perSample);
    }

    DeviceFrontier result() {
        return result;
    }

    /** Returns the table of the frontier's vertices and its size: what {@code table.cuh} looks into. */
    List<Arg> table() {
        return List.of(Memory.address(keys), new Arg.I64(slots));
    }

    /** Returns where each edge's source is in the next frontier of its sample. */
    Buffer rows() {
        return rows;
    }

    List<Op> ops() {
        DeviceFrontier columns = matrix.columns();
        Arg starts = Memory.address(columns.starts());
        Arg samples = new Arg.I32(columns.samples());
        Arg first = Memory.address(matrix.first());
        List<Arg> table = List.of(Memory.address(keys), Memory.address(firsts), new Arg.I64(slots));
        List<Arg> insert = new ArrayList<>(table);
        insert.add(Memory.address(entrySlots));
        insert.addAll(columns.args());
        insert.addAll(List.of(first, Memory.address(matrix.sources()), Memory.address(matrix.owners())));
        return List.of(
                memory.threads(MODULE, "unique_clear", slots, table),
                memory.threads(MODULE, "unique_insert", entries, insert),
                memory.chunks(
                        MODULE,
                        "unique_sizes",
                        entries,
                        List.of(
                                Memory.address(sums),
                                Memory.address(firsts),
                                Memory.address(entrySlots),
                                starts,
                                samples,
                                first)),
                memory.chunks(
                        MODULE,
                        "unique_write",
                        entries,
                        List.of(
                                Memory.address(result.vertices()),
                                Memory.address(result.owners()),
                                Memory.address(result.starts()),
                                Memory.address(places),
                                Memory.address(sums),
                                Memory.address(keys),
                                Memory.address(firsts),
                                Memory.address(entrySlots),
                                starts,
                                samples,
                                first)),
                memory.threads(
                        MODULE,
                        "unique_starts",
                        columns.samples(),
                        List.of(Memory.address(result.starts()), Memory.address(result.owners()), samples)),
                memory.threads(
                        MODULE,
                        "unique_relabel",
                        matrix.capacity(),
                        List.of(
                                Memory.address(rows),
                                Memory.address(places),
                                Memory.address(entrySlots),
                                Memory.address(result.starts()),
                                starts,
                                samples,
                                first,
                                Memory.address(matrix.owners()))));
    }
}

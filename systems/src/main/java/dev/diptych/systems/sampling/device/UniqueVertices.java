package dev.diptych.systems.sampling.device;

import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Op;
import java.util.ArrayList;
import java.util.List;

/**
 * A frontier in which each sample has each vertex once, where it comes first: {@code unique.cu}. Who enters vertices into the table is a kernel of {@code
 * entries.cu}. Five launches.
 */
final class UniqueVertices {
    private static final String MODULE = "unique";
    private static final String ENTRIES_MODULE = "entries";

    private final Memory memory;
    private final long entries;
    private final long slots;
    private final Buffer keys;
    private final Buffer firsts;
    private final Buffer places;
    private final Buffer entrySlots;
    private final Buffer entryCount;
    private final Buffer sums;
    private final DeviceFrontier result;
    private final Op enter;

    /**
     * Room for it.
     *
     * @param vertices of the graph
     * @param samples of a batch
     * @param entries that there may be
     * @param perSample entries that a sample may have
     * @param kernel that enters them, a thread an entry
     * @param entered what it takes behind the table, the entries' slots and their number
     */
    private UniqueVertices(
            Memory memory, int vertices, int samples, long entries, long perSample, String kernel, List<Arg> entered) {
        this.memory = memory;
        this.entries = entries;
        long most = Math.min(entries, samples * Math.min(vertices, perSample));
        // No more than half full, so that a search is short.
        this.slots = Math.max(2, Long.highestOneBit(2 * most - 1) * 2);
        this.keys = memory.longWords(slots);
        this.firsts = memory.words(slots);
        this.places = memory.words(slots);
        this.entrySlots = memory.words(entries);
        this.entryCount = memory.words(1);
        this.sums = memory.chunkSums(entries);
        this.result = new DeviceFrontier(
                memory.words(most),
                memory.words(most),
                memory.words(samples + 1L),
                samples,
                most,
                Math.min(vertices, perSample));
        List<Arg> args = new ArrayList<>(keysAndFirsts());
        args.addAll(List.of(Memory.address(entrySlots), Memory.address(entryCount)));
        args.addAll(entered);
        this.enter = memory.threads(ENTRIES_MODULE, kernel, entries, args);
    }

    /** Returns a matrix's columns and then the sources of its edges. */
    static UniqueVertices nodes(Memory memory, DeviceMatrix matrix, int vertices) {
        DeviceFrontier columns = matrix.columns();
        List<Arg> args = new ArrayList<>(columns.args());
        args.addAll(List.of(
                Memory.address(matrix.first()), Memory.address(matrix.sources()), Memory.address(matrix.owners())));
        return new UniqueVertices(
                memory,
                vertices,
                columns.samples(),
                columns.capacity() + matrix.capacity(),
                columns.perSample() + matrix.sourcesPerSample(),
                "enter_nodes",
                args);
    }

    /** Returns the sources and columns of a matrix's edges. */
    static UniqueVertices ends(Memory memory, DeviceMatrix matrix, int vertices) {
        List<Arg> args = new ArrayList<>(matrix.columns().args());
        args.addAll(List.of(Memory.address(matrix.first()), Memory.address(matrix.sources())));
        return new UniqueVertices(
                memory,
                vertices,
                matrix.columns().samples(),
                2 * matrix.capacity(),
                2 * matrix.perSample(),
                "enter_ends",
                args);
    }

    /** Returns the vertices that walks have come to. */
    static UniqueVertices visited(Memory memory, DeviceWalks walks, int vertices) {
        DeviceFrontier from = walks.beginnings();
        int words = walks.wordsPerBeginning();
        return new UniqueVertices(
                memory,
                vertices,
                from.samples(),
                from.capacity() * words,
                from.perSample() * words,
                "enter_visited",
                List.of(
                        Memory.address(from.owners()),
                        Memory.address(from.starts()),
                        new Arg.I32(from.samples()),
                        Memory.address(walks.vertices()),
                        new Arg.I32(words)));
    }

    /** Returns one frontier's vertices and then another's. */
    static UniqueVertices union(Memory memory, DeviceFrontier some, DeviceFrontier more, int vertices) {
        List<Arg> args = new ArrayList<>(some.args());
        args.addAll(
                List.of(Memory.address(more.vertices()), Memory.address(more.owners()), Memory.address(more.starts())));
        return new UniqueVertices(
                memory,
                vertices,
                some.samples(),
                some.capacity() + more.capacity(),
                some.perSample() + more.perSample(),
                "enter_union",
                args);
    }

    DeviceFrontier result() {
        return result;
    }

    /** Returns the table of the frontier's vertices and its size: what {@code table.cuh} looks into. */
    List<Arg> table() {
        return List.of(Memory.address(keys), new Arg.I64(slots));
    }

    List<Op> ops() {
        Arg slotsOfEntries = Memory.address(entrySlots);
        Arg count = Memory.address(entryCount);
        Arg samples = new Arg.I32(result.samples());
        return List.of(
                memory.threads(MODULE, "unique_clear", slots, keysAndFirsts()),
                enter,
                memory.chunks(
                        MODULE,
                        "unique_sizes",
                        entries,
                        List.of(Memory.address(sums), Memory.address(firsts), slotsOfEntries, count)),
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
                                slotsOfEntries,
                                count,
                                samples)),
                memory.threads(
                        MODULE,
                        "unique_starts",
                        result.samples(),
                        List.of(Memory.address(result.starts()), Memory.address(result.owners()), samples)));
    }

    /** Returns room for the places of a matrix's columns and sources in this, which is its {@link #nodes}. */
    DevicePlaces placesOf(DeviceMatrix matrix) {
        return new DevicePlaces(matrix, memory.words(matrix.columns().capacity()), memory.words(matrix.capacity()));
    }

    /** Returns what finds these places. One launch. */
    Op relabel(DevicePlaces to) {
        DeviceMatrix matrix = to.matrix();
        List<Arg> args = new ArrayList<>(List.of(
                Memory.address(to.columns()),
                Memory.address(to.sources()),
                Memory.address(places),
                Memory.address(entrySlots),
                Memory.address(result.starts())));
        args.addAll(matrix.columns().args());
        args.addAll(List.of(Memory.address(matrix.first()), Memory.address(matrix.owners())));
        return memory.threads(ENTRIES_MODULE, "places_of_nodes", entries, args);
    }

    private List<Arg> keysAndFirsts() {
        return List.of(Memory.address(keys), Memory.address(firsts), new Arg.I64(slots));
    }
}

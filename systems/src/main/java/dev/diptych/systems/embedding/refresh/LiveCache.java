package dev.diptych.systems.embedding.refresh;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.HostMemory;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Dim;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Op;
import dev.diptych.model.op.Slice;
import dev.diptych.model.op.Write;
import dev.diptych.model.run.Host;
import dev.diptych.systems.embedding.Directory;
import dev.diptych.systems.embedding.EmbeddingTable;
import dev.diptych.systems.embedding.Sources;
import dev.diptych.systems.plan.NativeKernel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The memories of caches whose rows come and go: the host's table, each GPU's cache and directory, and what moves rows and publishes them. */
final class LiveCache {
    private static final int MOVING_THREADS = 32;
    /** A warp moves so many rows at a time. */
    private static final int ROWS_PER_WARP = 32;

    private static final int MOST_BLOCKS = 4096;

    private final EmbeddingTable table;
    private final Host host;
    private final int gpus;
    private final Buffer hostTable;
    private final List<Optional<Buffer>> caches = new ArrayList<>();
    private final List<Directory> directories = new ArrayList<>();

    LiveCache(Host host, EmbeddingTable table, List<Long> rowsOfGpu) {
        this.host = host;
        this.table = table;
        this.gpus = rowsOfGpu.size();
        this.hostTable = host.allocate(HostMemory.HOST, table.bytes());
        for (int i = 0; i < gpus; i++) {
            Gpu gpu = new Gpu(i);
            long rows = rowsOfGpu.get(i);
            caches.add(rows == 0 ? Optional.empty() : Optional.of(host.allocate(gpu, rows * table.rowBytes())));
            directories.add(
                    table.sparse()
                            ? Directory.hashed(host, gpu, table.entries())
                            : Directory.dense(host, gpu, table.entries()));
        }
    }

    int gpus() {
        return gpus;
    }

    Directory directory(int gpu) {
        return directories.get(gpu);
    }

    /** Returns the memories that a GPU may gather from, now or later. */
    Sources sources(int reader) {
        List<Optional<Slice>> tables = new ArrayList<>();
        for (int source = 0; source < gpus; source++) {
            tables.add(reaches(reader, source) ? caches.get(source).map(Buffer::all) : Optional.empty());
        }
        tables.add(Optional.of(hostTable.all()));
        return new Sources(tables);
    }

    /** Returns whether a GPU can read from a place. */
    boolean reaches(int reader, int place) {
        return place == gpus
                || place == reader
                || host.platform().link(new Gpu(place), new Gpu(reader)).isPresent();
    }

    /** Returns what writes the table and makes a GPU's directory know the first {@code known} entries, all of them in the host's memory. */
    List<Op> setUp(int gpu, long known) {
        EmbeddingTable.OnGpu names = table.on(host, new Gpu(gpu), hostTable);
        List<Op> ops = new ArrayList<>(names.setUp());
        ops.addAll(directory(gpu).clear());
        ops.add(directory(gpu).publishRows(names.keys(0, known), gpus, names.rows(0, known), 0));
        return ops;
    }

    /** Rows to be moved from one place into a GPU's cache, or published: a list for the device, 8 bytes an element. */
    static final class RowList {
        private final List<Long> first = new ArrayList<>();
        private final List<Long> second = new ArrayList<>();

        void add(long one, long other) {
            first.add(one);
            second.add(other);
        }

        int size() {
            return first.size();
        }

        /** Returns how much of a staging buffer it takes. */
        long bytes() {
            return 2L * Long.BYTES * size();
        }

        private Bytes content() {
            long[] all = new long[2 * size()];
            for (int i = 0; i < size(); i++) {
                all[i] = first.get(i);
                all[size() + i] = second.get(i);
            }
            return Bytes.ofLongs(all);
        }

        private Slice firsts(Buffer staging) {
            return staging.slice(0, (long) Long.BYTES * size());
        }

        private Slice seconds(Buffer staging) {
            return staging.slice((long) Long.BYTES * size(), (long) Long.BYTES * size());
        }
    }

    /** Returns what brings rows of a place into rows of a GPU's cache, on that GPU; the list says (to, from). */
    List<Op> move(int gpu, int from, RowList rows, Buffer staging) {
        Slice source =
                from == gpus ? hostTable.all() : caches.get(from).orElseThrow().all();
        return move(gpu, source, rows, staging);
    }

    /** Returns what brings rows of a table into rows of a GPU's cache. */
    List<Op> move(int gpu, Slice source, RowList rows, Buffer staging) {
        int blocks = Math.min(MOST_BLOCKS, (rows.size() + ROWS_PER_WARP - 1) / ROWS_PER_WARP);
        return List.of(
                new Write(rows.content(), staging.slice(0, rows.bytes())),
                new Launch(
                        NativeKernel.of("relocate", "move_rows"),
                        Dim.of(blocks),
                        Dim.of(MOVING_THREADS),
                        List.of(
                                new Arg.Address(caches.get(gpu).orElseThrow().all()),
                                new Arg.Address(rows.firsts(staging)),
                                new Arg.Address(source),
                                new Arg.Address(rows.seconds(staging)),
                                new Arg.I64(rows.size()),
                                new Arg.I32(table.rowBytes()))));
    }

    /** Returns what makes a GPU read keys in rows of a place; the list says (key, row). */
    List<Op> publish(int gpu, int place, RowList keys, int version, Buffer staging) {
        return List.of(
                new Write(keys.content(), staging.slice(0, keys.bytes())),
                directory(gpu).publishRows(keys.firsts(staging), place, keys.seconds(staging), version));
    }
}

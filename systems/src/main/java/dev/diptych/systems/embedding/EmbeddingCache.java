package dev.diptych.systems.embedding;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.HostMemory;
import dev.diptych.model.hw.Place;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Op;
import dev.diptych.model.op.Slice;
import dev.diptych.model.placement.Placement;
import dev.diptych.model.run.Host;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A table in the host's memory, the caches of all GPUs, and each GPU's directory of where every key's row lies. */
final class EmbeddingCache {
    private final EmbeddingTable table;
    private final List<Gpu> gpus;
    private final Buffer hostTable;
    private final CacheLayout layout;
    private final List<Optional<Buffer>> caches = new ArrayList<>();
    private final List<Directory> directories = new ArrayList<>();
    private final Host host;

    EmbeddingCache(Host host, EmbeddingTable table, Placement placement) {
        this.host = host;
        this.table = table;
        this.layout = CacheLayout.of(placement);
        this.gpus = java.util.stream.IntStream.range(0, placement.gpus())
                .mapToObj(Gpu::new)
                .toList();
        this.hostTable = host.allocate(HostMemory.HOST, table.bytes());
        for (Gpu gpu : gpus) {
            long rows = layout.rowsOfGpu().get(gpu.index());
            caches.add(rows == 0 ? Optional.empty() : Optional.of(host.allocate(gpu, rows * table.rowBytes())));
            directories.add(
                    table.sparse()
                            ? Directory.hashed(host, gpu, table.entries())
                            : Directory.dense(host, gpu, table.entries()));
        }
    }

    Directory directory(Gpu gpu) {
        return directories.get(gpu.index());
    }

    /** Returns the memories that a GPU gathers from. */
    Sources sources(Gpu gpu) {
        List<Optional<Slice>> tables = new ArrayList<>();
        for (Gpu source : gpus) {
            boolean isRead = source.equals(gpu)
                    || layout.runs().stream()
                            .anyMatch(run -> run.sources().get(gpu.index()).equals(source));
            tables.add(isRead ? caches.get(source.index()).map(Buffer::all) : Optional.empty());
        }
        tables.add(Optional.of(hostTable.all()));
        return new Sources(tables);
    }

    /** Returns what fills a GPU's cache and directory, and the host's table with them, in one stream. */
    List<Op> fill(Gpu gpu) {
        EmbeddingTable.OnGpu names = table.on(host, gpu, hostTable);
        Directory directory = directory(gpu);
        List<Op> ops = new ArrayList<>(names.setUp());
        ops.addAll(directory.clear());
        for (CacheLayout.Run run : layout.runs()) {
            Slice keys = names.keys(run.firstRank(), run.count());
            Slice rows = names.rows(run.firstRank(), run.count());
            if (run.isStoredBy(gpu.index())) {
                Slice to = caches.get(gpu.index())
                        .orElseThrow()
                        .slice(run.firstRows().get(gpu.index()) * table.rowBytes(), run.count() * table.rowBytes());
                ops.add(table.copyRows(to, hostTable, rows));
            }
            Place source = run.sources().get(gpu.index());
            int index = CacheLayout.index(source, gpus.size());
            ops.add(
                    source instanceof Gpu cached
                            ? directory.publish(keys, index, run.firstRows().get(cached.index()), 0)
                            : directory.publishRows(keys, index, rows, 0));
        }
        return ops;
    }
}

package dev.diptych.systems.embedding.refresh;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Op;
import dev.diptych.model.op.ReadBack;
import dev.diptych.model.op.Slice;
import dev.diptych.model.op.Write;
import dev.diptych.model.run.Arrival;
import dev.diptych.model.run.Controller;
import dev.diptych.model.run.Host;
import dev.diptych.systems.embedding.EmbeddingTable;
import dev.diptych.systems.embedding.FactoredExtractor;
import dev.diptych.systems.embedding.Roles;
import dev.diptych.systems.embedding.Sources;
import dev.diptych.systems.embedding.Zeros;
import dev.diptych.systems.embedding.hotness.SparseIds;
import dev.diptych.systems.embedding.scenario.KeyStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Requests one after the other, each of which has every GPU bring together the rows of the next batch of a key stream, while an upkeep cares for
 * the caches. Keys that no directory knows become known behind the first batch that asks for them, if the host's table has them.
 */
final class DriftRequests implements Controller {
    private static final int STREAM = 0;

    /** One GPU's part. */
    private static final class Reader {
        private final Gpu gpu;
        private final FactoredExtractor extractor;
        private final Buffer keys;
        private final Buffer out;
        private final Buffer errors;
        private final Buffer staging;
        private long unknownRows;

        Reader(Host host, LiveCache cache, EmbeddingTable table, int index, DriftShape shape) {
            this.gpu = new Gpu(index);
            Sources sources = cache.sources(index);
            this.extractor = new FactoredExtractor(
                    host,
                    gpu,
                    cache.directory(index),
                    sources,
                    Roles.of(host.platform(), gpu, sources, 0, 0),
                    table.rowBytes(),
                    shape.keys(),
                    shape.regionBytes());
            this.keys = host.allocate(gpu, (long) shape.keys() * Long.BYTES);
            this.out = host.allocate(gpu, (long) shape.keys() * table.rowBytes());
            this.errors = host.allocate(gpu, 2L * Integer.BYTES);
            this.staging = host.allocate(gpu, 2L * Long.BYTES * shape.mostUnknown() * cache.gpus());
        }
    }

    /**
     * What a batch is.
     *
     * @param recordedKeys of each batch and GPU that the controller gets to see
     * @param mostUnknown keys that one GPU's batch makes known
     * @param checkEvery after so many requests, every row that one brought is compared with what it should be; 0 for never
     */
    record DriftShape(int keys, int recordedKeys, int mostUnknown, long regionBytes, int checkEvery) {}

    private final Host host;
    private final EmbeddingTable table;
    private final EmbeddingTable.Names names;
    private final LiveCache cache;
    private final Residency residency;
    private final KeyStream stream;
    private final Grace grace;
    private final Upkeep upkeep;
    private final Journal journal;
    private final DriftShape shape;
    private final SparseIds inHostTable;
    private final List<Reader> readers = new ArrayList<>();
    private final Map<Long, Consumer<Bytes>> awaited = new HashMap<>();
    private final Set<Long> ofRequest = new HashSet<>();
    /** Entries of the table that were asked for and are not known yet, in the order in which they were. */
    private final Set<Integer> newcomers = new LinkedHashSet<>();

    private final Deque<Long> waiting = new ArrayDeque<>();
    private boolean isServing;
    private int outstanding;
    private long batch;

    /**
     * Submits what requests need besides filled caches.
     *
     * @param inHostTable the keys of all entries that the host's table has, numbered like them
     */
    DriftRequests(
            Host host,
            EmbeddingTable table,
            LiveCache cache,
            Residency residency,
            KeyStream stream,
            Grace grace,
            Upkeep upkeep,
            Journal journal,
            SparseIds inHostTable,
            DriftShape shape) {
        this.host = host;
        this.table = table;
        this.names = table.names();
        this.cache = cache;
        this.residency = residency;
        this.stream = stream;
        this.grace = grace;
        this.upkeep = upkeep;
        this.journal = journal;
        this.inHostTable = inHostTable;
        this.shape = shape;
        for (int i = 0; i < residency.gpus(); i++) {
            Reader reader = new Reader(host, cache, table, i, shape);
            reader.extractor.setUp().forEach(op -> background(reader.gpu, op));
            background(reader.gpu, Zeros.in(reader.errors.all()));
            readers.add(reader);
        }
    }

    @Override
    public void onArrival(Arrival arrival) {
        waiting.add(arrival.requestId());
        serveNext();
    }

    @Override
    public void onOpDone(long opId, long startNanos, long endNanos) {
        if (ofRequest.remove(opId)) {
            outstanding--;
        } else {
            upkeep.onOpDone(opId);
        }
        if (outstanding == 0 && isServing) {
            isServing = false;
            grace.end();
            upkeep.batchEnded(batch++);
            host.finish(waiting.remove());
            serveNext();
        }
    }

    @Override
    public void onValue(long opId, Bytes value) {
        Consumer<Bytes> taker = awaited.remove(opId);
        if (taker == null) {
            throw new IllegalStateException("operation %d read back a value that nobody asked for".formatted(opId));
        }
        taker.accept(value);
    }

    private void serveNext() {
        if (isServing || waiting.isEmpty()) {
            return;
        }
        isServing = true;
        long request = waiting.getFirst();
        introduce();
        int[][] entries = stream.next();
        boolean isChecked = shape.checkEvery() > 0 && (batch + 1) % shape.checkEvery() == 0;
        long[] sources = new long[4];
        grace.begin();
        for (Reader reader : readers) {
            long[] keys = new long[shape.keys()];
            int[] known = new int[keys.length];
            int gpu = reader.gpu.index();
            for (int i = 0; i < keys.length; i++) {
                keys[i] = names.key(entries[gpu][i]);
                known[i] = residency.find(keys[i]);
                sources[kind(known[i], gpu)]++;
                reader.unknownRows += isChecked && known[i] < 0 ? 1 : 0;
            }
            background(reader.gpu, new Write(Bytes.ofLongs(keys), reader.keys.all()));
            reader.extractor.extract(reader.keys.all(), reader.out.all()).forEach(op -> serve(reader.gpu, request, op));
            upkeep.behind(gpu, known, reader.out.all()).forEach(op -> serve(reader.gpu, request, op));
            if (isChecked) {
                check(reader, request);
            }
            report(reader);
        }
        journal.add(new Journal.Batch(
                request, sources[0], sources[1], sources[2], sources[3], upkeep.movedRows(), upkeep.isMoving()));
    }

    /** Returns 0 for a row that a GPU has itself, 1 for a peer's, 2 for the host's, 3 for an unknown one. */
    private int kind(int entry, int gpu) {
        if (entry < 0) {
            return 3;
        }
        int source = residency.source(entry, gpu);
        return source == gpu ? 0 : source < residency.gpus() ? 1 : 2;
    }

    private void check(Reader reader, long request) {
        serve(reader.gpu, request, table.check(reader.out.all(), reader.keys.all(), reader.errors.all()));
        // Unknown keys have rows of zeros, and nothing else has.
        long expected = reader.unknownRows * table.rowBytes() / Integer.BYTES;
        awaited.put(serve(reader.gpu, request, new ReadBack(reader.errors.all())), value -> {
            if (value.getInt(0) != expected || value.getInt(Integer.BYTES) != expected) {
                throw new IllegalStateException(
                        "%s has found %d words of rows that are not their keys', %d of them zero, up to request %d; %d words of unknown keys are right"
                                .formatted(
                                        reader.gpu, value.getInt(0), value.getInt(Integer.BYTES), request, expected));
            }
        });
    }

    /**
     * Has the controller told of the batch, behind it: from where its rows came; a part of its keys, another one each time; and those that were unknown.
     */
    private void report(Reader reader) {
        long[] unknown = new long[1];
        awaited.put(
                background(reader.gpu, new ReadBack(reader.extractor.counts())),
                value -> unknown[0] = value.getLong(value.size() - Long.BYTES));
        int parts = shape.keys() / shape.recordedKeys();
        long bytes = (long) shape.recordedKeys() * Long.BYTES;
        Slice part = reader.keys.slice(batch % parts * bytes, bytes);
        awaited.put(background(reader.gpu, new ReadBack(part)), upkeep::recorded);
        if (shape.mostUnknown() > 0) {
            awaited.put(
                    background(
                            reader.gpu, new ReadBack(reader.extractor.unknownKeys(shape.keys(), shape.mostUnknown()))),
                    value -> meet(value, unknown[0]));
        }
    }

    private void meet(Bytes keys, long count) {
        for (int i = 0; i < Math.min(count, keys.size() / Long.BYTES); i++) {
            long key = keys.getLong(i * Long.BYTES);
            int entry = inHostTable.find(key);
            if (entry != SparseIds.UNKNOWN && residency.find(key) == SparseIds.UNKNOWN) {
                newcomers.add(entry);
            }
        }
    }

    /** Makes directories know the newcomers, before the next batch. */
    private void introduce() {
        if (newcomers.isEmpty()) {
            return;
        }
        List<Integer> added = new ArrayList<>();
        LiveCache.RowList rows = new LiveCache.RowList();
        for (int entry : newcomers) {
            rows.add(names.key(entry), names.row(entry));
            added.add(residency.add(names.key(entry), names.row(entry)));
            // Read-backs of several batches may have come since the last one.
            if (rows.size() == readers.size() * shape.mostUnknown()) {
                publish(rows);
                rows = new LiveCache.RowList();
            }
        }
        if (rows.size() > 0) {
            publish(rows);
        }
        newcomers.clear();
        added.forEach(upkeep::introduced);
    }

    private void publish(LiveCache.RowList rows) {
        for (Reader reader : readers) {
            cache.publish(reader.gpu.index(), residency.gpus(), rows, 0, reader.staging)
                    .forEach(op -> background(reader.gpu, op));
        }
    }

    private long serve(Gpu gpu, long request, Op op) {
        long id = host.submit(gpu, STREAM, request, op);
        ofRequest.add(id);
        outstanding++;
        return id;
    }

    private long background(Gpu gpu, Op op) {
        return host.submit(gpu, STREAM, Host.NO_REQUEST, op);
    }
}

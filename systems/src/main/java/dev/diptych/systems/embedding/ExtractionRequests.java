package dev.diptych.systems.embedding;

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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Requests one after the other, each of which has every GPU bring together the rows of a batch of keys. */
final class ExtractionRequests implements Controller {
    /** One GPU's part. */
    private static final class Reader {
        private final Gpu gpu;
        private final List<Buffer> batches = new ArrayList<>();
        private final Buffer out;
        private final Buffer errors;

        Reader(Host host, Gpu gpu, long outBytes) {
            this.gpu = gpu;
            this.out = host.allocate(gpu, outBytes);
            this.errors = host.allocate(gpu, 2L * Integer.BYTES);
        }
    }

    private final Host host;
    private final EmbeddingTable table;
    private final int checkEvery;
    private final BatchExtraction extraction;
    private final List<Reader> readers = new ArrayList<>();
    /** Read-backs of what checks have counted. */
    private final Set<Long> checks = new HashSet<>();

    private final Deque<Long> waiting = new ArrayDeque<>();
    private boolean isServing;
    private int outstanding;

    /** Submits all that the requests need. */
    ExtractionRequests(
            Host host, EmbeddingCache cache, EmbeddingTable table, Reads reads, Embedding.Settings settings) {
        this.host = host;
        this.table = table;
        this.checkEvery = settings.checkEvery();
        this.extraction = extraction(cache, settings);
        for (int i = 0; i < host.platform().gpus().size(); i++) {
            Gpu gpu = new Gpu(i);
            cache.fill(gpu).forEach(op -> setUp(gpu, op));
            Reader reader = new Reader(host, gpu, (long) settings.keys() * table.rowBytes());
            extraction.setUp(gpu).forEach(op -> setUp(gpu, op));
            setUp(gpu, Zeros.in(reader.errors.all()));
            for (int batch = 0; batch < settings.batches(); batch++) {
                Bytes keys = reads.keys(table, settings.keys(), host.seed(), (long) i * settings.batches() + batch);
                Buffer buffer = host.allocate(gpu, keys.size());
                setUp(gpu, new Write(keys, buffer.all()));
                reader.batches.add(buffer);
            }
            readers.add(reader);
        }
    }

    private BatchExtraction extraction(EmbeddingCache cache, Embedding.Settings settings) {
        List<Gpu> gpus = IntStream.range(0, host.platform().gpus().size())
                .mapToObj(Gpu::new)
                .toList();
        return switch (settings.extraction()) {
            case FACTORED ->
                new SeparateExtraction(
                        host,
                        gpus.stream().map(gpu -> factored(cache, gpu, settings)).toList());
            case MIXED ->
                new SeparateExtraction(
                        host, gpus.stream().map(gpu -> mixed(cache, gpu)).toList());
            case EXCHANGE ->
                new Exchange(
                        host,
                        0,
                        gpus.stream().map(cache::directory).toList(),
                        gpus.stream().map(cache::sources).toList(),
                        table.rowBytes(),
                        settings.keys());
        };
    }

    private Extractor mixed(EmbeddingCache cache, Gpu gpu) {
        return MixedExtractor.on(host, gpu, cache.directory(gpu), cache.sources(gpu), table.rowBytes());
    }

    private Extractor factored(EmbeddingCache cache, Gpu gpu, Embedding.Settings settings) {
        Sources sources = cache.sources(gpu);
        return new FactoredExtractor(
                host,
                gpu,
                cache.directory(gpu),
                sources,
                Roles.of(host.platform(), gpu, sources, settings.peerSms(), settings.hostSms()),
                table.rowBytes(),
                settings.keys(),
                settings.regionBytes());
    }

    private void setUp(Gpu gpu, Op op) {
        host.submit(gpu, 0, Host.NO_REQUEST, op);
        outstanding++;
    }

    @Override
    public void onArrival(Arrival arrival) {
        waiting.add(arrival.requestId());
        serveNext();
    }

    @Override
    public void onOpDone(long opId, long startNanos, long endNanos) {
        if (!extraction.onOpDone(opId)) {
            outstanding--;
        }
        if (outstanding > 0 || !extraction.isDone()) {
            return;
        }
        if (isServing) {
            isServing = false;
            long request = waiting.remove();
            if (request < readers.get(0).batches.size()) {
                // The first time that a batch is read; those that follow are the same.
                readers.forEach(reader ->
                        extraction.tell(reader.gpu, keys(reader, request)).forEach(op -> setUp(reader.gpu, op)));
            }
            host.finish(request);
        }
        serveNext();
    }

    /** Errors that a check has counted, or something that the extraction wants to know. */
    @Override
    public void onValue(long opId, Bytes value) {
        if (!extraction.onValue(opId, value) && checks.remove(opId) && value.getInt(0) != 0) {
            throw new IllegalStateException(
                    "operation %d found %d words of rows that are not their keys', %d of them zero"
                            .formatted(opId, value.getInt(0), value.getInt(Integer.BYTES)));
        }
    }

    /** Serves the next request, unless one is being served or caches are still being filled, which peers would read. */
    private void serveNext() {
        if (isServing || outstanding > 0 || waiting.isEmpty()) {
            return;
        }
        isServing = true;
        long request = waiting.getFirst();
        boolean isChecked = checkEvery > 0 && (request + 1) % checkEvery == 0;
        extraction.begin(
                request,
                readers.stream().map(reader -> keys(reader, request)).toList(),
                readers.stream().map(reader -> reader.out.all()).toList(),
                gpu -> {
                    if (isChecked) {
                        check(readers.get(gpu.index()), request);
                    }
                });
    }

    private static Slice keys(Reader reader, long request) {
        return reader.batches.get((int) (request % reader.batches.size())).all();
    }

    private void check(Reader reader, long request) {
        serve(reader.gpu, request, table.check(reader.out.all(), keys(reader, request), reader.errors.all()));
        checks.add(serve(reader.gpu, request, new ReadBack(reader.errors.all())));
    }

    private long serve(Gpu gpu, long request, Op op) {
        outstanding++;
        return host.submit(gpu, 0, request, op);
    }
}

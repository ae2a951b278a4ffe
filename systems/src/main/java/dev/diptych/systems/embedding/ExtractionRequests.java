package dev.diptych.systems.embedding;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Dim;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Op;
import dev.diptych.model.op.ReadBack;
import dev.diptych.model.op.Slice;
import dev.diptych.model.op.Write;
import dev.diptych.model.run.Arrival;
import dev.diptych.model.run.Controller;
import dev.diptych.model.run.Host;
import dev.diptych.systems.plan.NativeKernel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Requests one after the other, each of which has every GPU bring together the rows of a batch of keys. */
final class ExtractionRequests implements Controller {
    /** One GPU's part. */
    private static final class Reader {
        private final Gpu gpu;
        private final Extractor extractor;
        private final List<Buffer> batches = new ArrayList<>();
        private final Buffer out;
        private final Buffer errors;

        Reader(Host host, Gpu gpu, Extractor extractor, long outBytes) {
            this.gpu = gpu;
            this.extractor = extractor;
            this.out = host.allocate(gpu, outBytes);
            this.errors = host.allocate(gpu, 2L * Integer.BYTES);
        }
    }

    private final Host host;
    private final EmbeddingTable table;
    private final int checkEvery;
    private final List<Reader> readers = new ArrayList<>();
    private final Deque<Long> waiting = new ArrayDeque<>();
    private boolean isServing;
    private int outstanding;

    /** Submits all that the requests need. */
    ExtractionRequests(
            Host host, EmbeddingCache cache, EmbeddingTable table, Reads reads, Embedding.Settings settings) {
        this.host = host;
        this.table = table;
        this.checkEvery = settings.checkEvery();
        for (int i = 0; i < host.platform().gpus().size(); i++) {
            Gpu gpu = new Gpu(i);
            cache.fill(gpu).forEach(op -> setUp(gpu, op));
            Reader reader =
                    new Reader(host, gpu, extractor(cache, gpu, settings), (long) settings.keys() * table.rowBytes());
            reader.extractor.setUp().forEach(op -> setUp(gpu, op));
            setUp(gpu, zeros(reader.errors));
            for (int batch = 0; batch < settings.batches(); batch++) {
                Bytes keys = reads.keys(table, settings.keys(), host.seed(), (long) i * settings.batches() + batch);
                Buffer buffer = host.allocate(gpu, keys.size());
                setUp(gpu, new Write(keys, buffer.all()));
                reader.batches.add(buffer);
            }
            readers.add(reader);
        }
    }

    private Extractor extractor(EmbeddingCache cache, Gpu gpu, Embedding.Settings settings) {
        int sms = host.platform().spec(gpu).sms();
        Sources sources = cache.sources(gpu);
        return settings.extraction() == Embedding.Extraction.MIXED
                ? new MixedExtractor(cache.directory(gpu), sources, table.rowBytes(), sms)
                : new FactoredExtractor(
                        host,
                        gpu,
                        cache.directory(gpu),
                        sources,
                        Roles.of(host.platform(), gpu, sources, settings.peerSms(), settings.hostSms()),
                        table.rowBytes(),
                        settings.keys(),
                        settings.regionBytes());
    }

    private static Launch zeros(Buffer buffer) {
        return new Launch(
                NativeKernel.of("fill", "fill_zeros"),
                Dim.of(1),
                Dim.of(128),
                List.of(new Arg.Address(buffer.all()), new Arg.I64(buffer.bytes())));
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
        outstanding--;
        if (outstanding == 0 && isServing) {
            isServing = false;
            host.finish(waiting.remove());
            serveNext();
        }
    }

    /** Errors that a check has counted. */
    @Override
    public void onValue(long opId, Bytes value) {
        if (value.getInt(0) != 0) {
            throw new IllegalStateException(
                    "operation %d found %d words of rows that are not their keys', %d of them zero"
                            .formatted(opId, value.getInt(0), value.getInt(Integer.BYTES)));
        }
    }

    private void serveNext() {
        if (isServing || waiting.isEmpty()) {
            return;
        }
        isServing = true;
        long request = waiting.getFirst();
        for (Reader reader : readers) {
            Slice keys =
                    reader.batches.get((int) (request % reader.batches.size())).all();
            reader.extractor.extract(keys, reader.out.all()).forEach(op -> serve(reader.gpu, request, op));
            if (checkEvery > 0 && (request + 1) % checkEvery == 0) {
                serve(reader.gpu, request, table.check(reader.out.all(), keys, reader.errors.all()));
                serve(reader.gpu, request, new ReadBack(reader.errors.all()));
            }
        }
    }

    private void serve(Gpu gpu, long request, Op op) {
        host.submit(gpu, 0, request, op);
        outstanding++;
    }
}

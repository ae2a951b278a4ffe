package dev.diptych.systems.embedding;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Op;
import dev.diptych.model.op.Slice;
import dev.diptych.model.run.Host;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Each GPU on its own, whose kernels read from wherever rows lie: all of a batch is submitted at once. */
final class SeparateExtraction implements BatchExtraction {
    private static final int STREAM = 0;

    private final Host host;
    private final List<Extractor> extractors;
    private final Set<Long> pending = new HashSet<>();

    /** @param extractors one for each GPU */
    SeparateExtraction(Host host, List<Extractor> extractors) {
        this.host = host;
        this.extractors = List.copyOf(extractors);
    }

    @Override
    public List<Op> setUp(Gpu gpu) {
        return extractors.get(gpu.index()).setUp();
    }

    @Override
    public void begin(long requestId, List<Slice> keys, List<Slice> outs, Consumer<Gpu> ready) {
        for (int i = 0; i < extractors.size(); i++) {
            Gpu gpu = new Gpu(i);
            for (Op op : extractors.get(i).extract(keys.get(i), outs.get(i))) {
                pending.add(host.submit(gpu, STREAM, requestId, op));
            }
            ready.accept(gpu);
        }
    }

    @Override
    public boolean onValue(long opId, Bytes value) {
        return false;
    }

    @Override
    public boolean onOpDone(long opId) {
        return pending.remove(opId);
    }

    @Override
    public boolean isDone() {
        return pending.isEmpty();
    }

    @Override
    public List<Op> tell(Gpu gpu, Slice keys) {
        return extractors.get(gpu.index()).tell(keys);
    }
}

package dev.diptych.systems.sampling.device;

import dev.diptych.model.InputException;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Op;
import dev.diptych.model.op.ReadBack;
import dev.diptych.model.run.Arrival;
import dev.diptych.model.run.Controller;
import dev.diptych.model.run.Host;
import dev.diptych.systems.sampling.Sample;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Requests for super-batches, one after the other. Sample ids count on from request to request. */
public final class SamplingRequests implements Controller {
    private static final Gpu GPU = new Gpu(0);
    private static final int STREAM = 0;

    private final Host host;
    private final DeviceSampler sampler;
    private final int samples;
    private final IntFunction<int[]> seeds;
    private final boolean timeKernels;
    private final int checkEvery;
    private final IntFunction<Sample> reference;

    private final Deque<Long> waiting = new ArrayDeque<>();
    private long lastOp = -1;
    private @Nullable SampleReader reader;

    /**
     * Submits what brings the graph to the GPU.
     *
     * @param seeds of a sample, by its id
     * @param timeKernels whether somebody watches for the end of each operation
     * @param checkEvery of as many requests one is compared with the reference; 0 for none
     * @param reference a sample by its id, as it should be
     */
    public SamplingRequests(
            Host host,
            DeviceSampler sampler,
            IntFunction<int[]> seeds,
            boolean timeKernels,
            int checkEvery,
            IntFunction<Sample> reference) {
        this.host = host;
        this.sampler = sampler;
        this.samples = sampler.samples();
        this.seeds = seeds;
        this.timeKernels = timeKernels;
        this.checkEvery = checkEvery;
        this.reference = reference;
        sampler.setUp().forEach(op -> submit(Host.NO_REQUEST, op));
    }

    @Override
    public void onArrival(Arrival arrival) {
        waiting.add(arrival.requestId());
        if (waiting.size() == 1) {
            begin();
        }
    }

    @Override
    public void onValue(long opId, Bytes value) {
        if (reader != null && reader.take(value)) {
            read(reader);
        }
    }

    @Override
    public void onOpDone(long opId, long startNanos, long endNanos) {
        if (waiting.isEmpty() || opId != lastOp) {
            return;
        }
        long request = waiting.element();
        if (checkEvery > 0 && request % checkEvery == 0) {
            if (reader != null) {
                // The last of what was read: compared when it came.
                reader = null;
            } else {
                reader = new SampleReader(sampler);
                read(reader);
                return;
            }
        }
        waiting.remove();
        host.finish(request);
        if (!waiting.isEmpty()) {
            begin();
        }
    }

    private void begin() {
        long request = waiting.element();
        List<Op> ops = sampler.batch(ids(request), seedsOf(request));
        for (Op op : ops.subList(0, ops.size() - 1)) {
            if (timeKernels) {
                submit(request, op);
            } else {
                host.submitQuietly(GPU, STREAM, request, op);
            }
        }
        submit(request, ops.get(ops.size() - 1));
    }

    private void read(SampleReader current) {
        long request = waiting.element();
        List<ReadBack> reads = current.next();
        reads.forEach(op -> submit(request, op));
        if (reads.isEmpty()) {
            for (Sample sample : current.samples(ids(request))) {
                if (sample.digest() != reference.apply(sample.sampleId()).digest()) {
                    throw new IllegalStateException(
                            "sample %d is not what the reference samples".formatted(sample.sampleId()));
                }
            }
        }
    }

    private int[] ids(long request) {
        // Sample ids are words of random numbers' counters.
        if (request > (Integer.MAX_VALUE - (samples - 1)) / samples) {
            throw new InputException("request %d of %d samples has ids above %d, the highest there is"
                    .formatted(request, samples, Integer.MAX_VALUE));
        }
        int[] ids = new int[samples];
        for (int i = 0; i < samples; i++) {
            ids[i] = (int) (request * samples + i);
        }
        return ids;
    }

    private List<int[]> seedsOf(long request) {
        return java.util.Arrays.stream(ids(request)).mapToObj(seeds).toList();
    }

    private void submit(long request, Op op) {
        lastOp = host.submit(GPU, STREAM, request, op);
    }
}

package dev.diptych.systems.sampling.device;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Op;
import dev.diptych.model.op.ReadBack;
import dev.diptych.model.run.Arrival;
import dev.diptych.model.run.Controller;
import dev.diptych.model.run.Host;
import dev.diptych.model.run.Program;
import dev.diptych.systems.sampling.GraphInputs;
import dev.diptych.systems.sampling.Sample;
import dev.diptych.systems.sampling.program.SamplingProgram;
import java.util.ArrayList;
import java.util.List;

/** Batches of samples on any panel, one after the other, all of which are brought back. Runs once. */
public final class SampleBatches implements Program {
    private static final Gpu GPU = new Gpu(0);

    /**
     * Samples that are taken together.
     *
     * @param ids of each
     * @param seeds of each
     */
    @SuppressWarnings("ArrayRecordComponent") // Compared with nothing.
    public record Batch(int[] ids, List<int[]> seeds) {}

    private final GraphInputs inputs;
    private final SamplingProgram program;
    private final long seed;
    private final List<Batch> batches;
    private final List<Sample> samples = new ArrayList<>();

    public SampleBatches(GraphInputs inputs, SamplingProgram program, long seed, List<Batch> batches) {
        this.inputs = inputs;
        this.program = program;
        this.seed = seed;
        this.batches = List.copyOf(batches);
    }

    /** Returns the samples, in the order of the batches. */
    public List<Sample> samples() {
        return List.copyOf(samples);
    }

    @Override
    public Controller start(Host host) {
        int mostSamples = 1;
        int mostSeeds = 1;
        int perSample = 1;
        for (Batch batch : batches) {
            mostSamples = Math.max(mostSamples, batch.ids.length);
            mostSeeds = Math.max(mostSeeds, DeviceSampler.count(batch.seeds));
            for (int[] some : batch.seeds) {
                perSample = Math.max(perSample, some.length);
            }
        }
        DeviceSampler sampler = new DeviceSampler(host, GPU, inputs, program, seed, mostSamples, mostSeeds, perSample);
        Taking taking = new Taking(host, sampler);
        sampler.setUp().forEach(taking::submit);
        taking.begin();
        return taking;
    }

    private final class Taking implements Controller {
        private final Host host;
        private final DeviceSampler sampler;
        private int next;
        private SampleReader reader;

        Taking(Host host, DeviceSampler sampler) {
            this.host = host;
            this.sampler = sampler;
            this.reader = new SampleReader(sampler);
        }

        private void submit(Op op) {
            host.submit(GPU, 0, Host.NO_REQUEST, op);
        }

        private void begin() {
            if (next < batches.size()) {
                Batch batch = batches.get(next);
                sampler.batch(batch.ids, batch.seeds).forEach(this::submit);
                reader = new SampleReader(sampler);
                read();
            }
        }

        private void read() {
            List<ReadBack> reads = reader.next();
            reads.forEach(this::submit);
            if (reads.isEmpty()) {
                samples.addAll(reader.samples(batches.get(next).ids));
                next++;
                begin();
            }
        }

        @Override
        public void onArrival(Arrival arrival) {
            throw new IllegalStateException(
                    "request %d came, but batches are no requests".formatted(arrival.requestId()));
        }

        @Override
        public void onValue(long opId, Bytes value) {
            if (reader.take(value)) {
                read();
            }
        }

        @Override
        public void onOpDone(long opId, long startNanos, long endNanos) {}
    }
}

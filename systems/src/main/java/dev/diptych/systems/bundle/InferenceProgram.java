package dev.diptych.systems.bundle;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Op;
import dev.diptych.model.run.Arrival;
import dev.diptych.model.run.Controller;
import dev.diptych.model.run.Host;
import dev.diptych.model.run.Program;
import java.util.ArrayList;
import java.util.List;

/** A bundle's kernels, passed through some times on any panel, one pass after the other: what they make, and how long each takes. Runs once. */
public final class InferenceProgram implements Program {
    private static final Gpu GPU = new Gpu(0);
    private static final int STREAM = 0;

    private final Bundle bundle;
    private final List<float[]> images;
    private final int passes;
    private final List<Bytes> results = new ArrayList<>();
    private final List<List<Long>> kernelNanos = new ArrayList<>();
    private final List<Long> passNanos = new ArrayList<>();

    /**
     * @param images of each pass in turn, a batch each
     * @param passes how many there are
     */
    public InferenceProgram(Bundle bundle, List<float[]> images, int passes) {
        this.bundle = bundle;
        this.images = List.copyOf(images);
        this.passes = passes;
    }

    /** Returns what each pass made. */
    public List<Bytes> results() {
        return List.copyOf(results);
    }

    /** Returns how long each kernel took in each pass, from the moment at which the device took it up, in nanoseconds. */
    public List<List<Long>> kernelNanos() {
        return kernelNanos.stream().map(List::copyOf).toList();
    }

    /** Returns how long each pass took, from the images' copy to the results', in nanoseconds. */
    public List<Long> passNanos() {
        return List.copyOf(passNanos);
    }

    @Override
    public Controller start(Host host) {
        PlacedBundle placed = new PlacedBundle(host, GPU, bundle);
        BundleMemory memory = placed.memory();
        List<Buffer> pixels = images.stream().map(placed::images).toList();
        Passes controller = new Passes(host, memory, pixels);
        controller.setUp();
        return controller;
    }

    private final class Passes implements Controller {
        private final Host host;
        private final BundleMemory memory;
        private final List<Buffer> pixels;
        private long firstOp;
        private long lastOp;
        private long firstStartNanos;

        Passes(Host host, BundleMemory memory, List<Buffer> pixels) {
            this.host = host;
            this.memory = memory;
            this.pixels = pixels;
        }

        /** Submits the first pass, behind the weights. */
        void setUp() {
            begin();
        }

        private void begin() {
            int pass = passNanos.size();
            kernelNanos.add(new ArrayList<>());
            firstOp = submit(memory.bring(pixels.get(pass % pixels.size()).all()));
            memory.kernels().forEach(this::submit);
            lastOp = submit(memory.readBack());
        }

        private long submit(Op op) {
            return host.submit(GPU, STREAM, Host.NO_REQUEST, op);
        }

        @Override
        public void onArrival(Arrival arrival) {
            throw new IllegalStateException(
                    "request %d came, but passes are no requests".formatted(arrival.requestId()));
        }

        @Override
        public void onValue(long opId, Bytes value) {
            results.add(value);
        }

        @Override
        public void onOpDone(long opId, long startNanos, long endNanos) {
            if (opId < firstOp) {
                return;
            }
            if (opId == firstOp) {
                firstStartNanos = startNanos;
            } else if (opId < lastOp) {
                kernelNanos.get(passNanos.size()).add(endNanos - startNanos);
            } else {
                passNanos.add(endNanos - firstStartNanos);
                if (passNanos.size() < passes) {
                    begin();
                }
            }
        }
    }
}

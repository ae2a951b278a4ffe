package dev.diptych.systems.serving.workload;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Op;
import dev.diptych.model.run.Host;
import dev.diptych.systems.bundle.Bundle;
import dev.diptych.systems.bundle.BundleMemory;
import dev.diptych.systems.bundle.Expected;
import dev.diptych.systems.bundle.PlacedBundle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * A model that computes: a job brings images to the GPU, runs the kernels of a bundle, and brings the results back. Weights are there once for each size
 * of batches, all else once for each instance. Jobs of an instance take two lots of images in turn.
 */
final class BundleModel implements Blueprint {
    private static final int TURNS = 2;

    private final IntFunction<Bundle> bundles;
    private final List<float[]> images;
    private final Optional<Expected> expected;
    private final int checkEvery;

    /**
     * @param bundles by how many images are there at once; what comes may take fewer, or more
     * @param images that jobs take
     * @param expected of these images, if it is known; else the first job's results are what others should be
     * @param checkEvery so many jobs of an instance, one is checked; 0 for none
     */
    BundleModel(IntFunction<Bundle> bundles, List<float[]> images, Optional<Expected> expected, int checkEvery) {
        this.bundles = bundles;
        this.images = List.copyOf(images);
        this.expected = expected;
        this.checkEvery = checkEvery;
    }

    @Override
    public Blueprint on(Host host, Gpu gpu) {
        return new Placed(host, gpu);
    }

    @Override
    public Recipe instance(Host host, Gpu gpu, int batch) {
        return on(host, gpu).instance(host, gpu, batch);
    }

    @Override
    public boolean hasMemory() {
        return true;
    }

    @Override
    public List<Double> profileMicros(Host host, Gpu gpu, int batch) {
        return List.of();
    }

    /** The model on one GPU, in one run. */
    private final class Placed implements Blueprint {
        private final Host host;
        private final Gpu gpu;
        private final Map<Integer, PlacedBundle> byBatch = new TreeMap<>();
        private int instances;

        Placed(Host host, Gpu gpu) {
            this.host = host;
            this.gpu = gpu;
        }

        @Override
        public Recipe instance(Host sameHost, Gpu sameGpu, int batch) {
            PlacedBundle placed =
                    byBatch.computeIfAbsent(batch, absent -> new PlacedBundle(host, gpu, bundles.apply(batch)));
            int atOnce = placed.bundle().batch();
            int passes = (batch + atOnce - 1) / atOnce;
            BundleMemory memory = placed.memory();
            Map<List<Integer>, Buffer> lots = new HashMap<>();
            List<List<Op>> turns = new ArrayList<>();
            List<List<Integer>> lastLots = new ArrayList<>();
            for (int turn = 0; turn < TURNS; turn++) {
                List<Op> ops = new ArrayList<>();
                List<Integer> lot = List.of();
                for (int pass = 0; pass < passes; pass++) {
                    lot = lot(instances + turn + pass * atOnce, atOnce);
                    ops.add(memory.bring(lots.computeIfAbsent(lot, which -> placed.images(pixels(which)))
                            .all()));
                    ops.addAll(memory.kernels());
                    ops.add(memory.fetch());
                }
                turns.add(ops);
                lastLots.add(lot);
            }
            instances++;
            Optional<OutputCheck> check = checkEvery == 0
                    ? Optional.empty()
                    : Optional.of(
                            expected.isPresent()
                                    ? new ExpectedOutputs(checkEvery, memory.readBack(), expected.get(), lastLots)
                                    : new RepeatedOutputs(checkEvery, memory.readBack(), TURNS));
            return new Recipe(turns, check);
        }

        /** Returns so many images, from a first one on. */
        private List<Integer> lot(int first, int count) {
            List<Integer> lot = new ArrayList<>();
            for (int i = first; i < first + count; i++) {
                lot.add(i % images.size());
            }
            return lot;
        }

        private float[] pixels(List<Integer> lot) {
            int each = images.get(0).length;
            float[] pixels = new float[lot.size() * each];
            for (int i = 0; i < lot.size(); i++) {
                System.arraycopy(images.get(lot.get(i)), 0, pixels, i * each, each);
            }
            return pixels;
        }

        @Override
        public boolean hasMemory() {
            return true;
        }

        @Override
        public List<Double> profileMicros(Host sameHost, Gpu sameGpu, int batch) {
            return List.of();
        }
    }
}

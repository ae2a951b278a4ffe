package dev.diptych.systems.network;

import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Dim;
import dev.diptych.systems.bundle.Bundle;
import dev.diptych.systems.bundle.BundleKernel;
import dev.diptych.systems.bundle.Draws;
import dev.diptych.systems.bundle.Storage;
import dev.diptych.systems.bundle.StorageType;
import dev.diptych.systems.plan.NativeKernel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A bundle on its way: kernels, and tensors that have no place yet. */
final class Draft {
    /** @param contents of weights; absent for what kernels make, and for the input */
    private record Tensor(String name, StorageType type, long count, Optional<Bytes> contents) {}

    private record Step(String module, String entry, Dim grid, Dim block, List<Integer> tensors) {}

    private final List<Tensor> tensors = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final Map<List<Integer>, Integer> shapes = new HashMap<>();

    /** Returns a new tensor of floats. */
    int tensor(String name, long count) {
        return add(new Tensor(name, StorageType.FLOAT32, count, Optional.empty()));
    }

    /** Returns a new tensor that holds weights. */
    int weights(String name, float[] numbers) {
        return add(new Tensor(name, StorageType.FLOAT32, numbers.length, Optional.of(Draws.bytes(numbers))));
    }

    /** Returns the tensor that tells a kernel what it works on. */
    int shape(List<Integer> numbers) {
        return shapes.computeIfAbsent(List.copyOf(numbers), absent -> {
            int[] words = numbers.stream().mapToInt(Integer::intValue).toArray();
            String name = "shape" + shapes.size();
            return add(new Tensor(name, StorageType.INT32, words.length, Optional.of(Bytes.ofInts(words))));
        });
    }

    private int add(Tensor tensor) {
        tensors.add(tensor);
        return tensors.size() - 1;
    }

    /** Appends a kernel of the project. */
    void launch(String module, String entry, Dim grid, Dim block, Integer... args) {
        steps.add(new Step(module, entry, grid, block, List.of(args)));
    }

    /**
     * Returns the bundle, in which tensors share storages that are needed at different times.
     *
     * @param input the images
     * @param output the results
     */
    Bundle bundle(String name, int batch, int input, int output) {
        List<StoragePlan.Need> needs = new ArrayList<>();
        for (int tensor = 0; tensor < tensors.size(); tensor++) {
            boolean isOwn = tensor == input
                    || tensor == output
                    || tensors.get(tensor).contents().isPresent();
            needs.add(new StoragePlan.Need(tensors.get(tensor).count(), firstUse(tensor), lastUse(tensor), isOwn));
        }
        StoragePlan plan = StoragePlan.of(needs, steps.size());
        List<Storage> storages = new ArrayList<>();
        for (int i = 0; i < plan.counts().size(); i++) {
            int tensor = plan.firstTensor(i);
            Tensor first = tensors.get(tensor);
            boolean isShared = !needs.get(tensor).isOwn();
            storages.add(new Storage(
                    isShared ? "null" : first.name(),
                    first.type(),
                    plan.counts().get(i),
                    tensor == input || first.contents().isPresent(),
                    first.contents()));
        }
        List<BundleKernel> kernels = new ArrayList<>();
        for (Step step : steps) {
            kernels.add(new BundleKernel(
                    NativeKernel.of(step.module(), step.entry()),
                    step.grid(),
                    step.block(),
                    0,
                    step.tensors().stream()
                            .map(tensor -> plan.storageOf().get(tensor))
                            .toList()));
        }
        return new Bundle(
                name,
                batch,
                storages,
                kernels,
                plan.storageOf().get(input),
                plan.storageOf().get(output));
    }

    private int firstUse(int tensor) {
        for (int step = 0; step < steps.size(); step++) {
            if (steps.get(step).tensors().contains(tensor)) {
                return step;
            }
        }
        throw new IllegalStateException(
                "tensor '%s' is used by no kernel".formatted(tensors.get(tensor).name()));
    }

    private int lastUse(int tensor) {
        int last = firstUse(tensor);
        for (int step = last; step < steps.size(); step++) {
            last = steps.get(step).tensors().contains(tensor) ? step : last;
        }
        return last;
    }
}

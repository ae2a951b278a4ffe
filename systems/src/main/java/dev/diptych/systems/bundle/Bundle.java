package dev.diptych.systems.bundle;

import java.util.List;

/**
 * A model that computes: kernels, one after the other, and the storages that they work on.
 *
 * @param name for people
 * @param batch how many images the kernels take at once
 * @param input the storage of the images, of floats
 * @param output the storage of the results, of floats
 */
public record Bundle(
        String name, int batch, List<Storage> storages, List<BundleKernel> kernels, int input, int output) {
    public Bundle {
        storages = List.copyOf(storages);
        kernels = List.copyOf(kernels);
    }

    public Storage inputStorage() {
        return storages.get(input);
    }

    public Storage outputStorage() {
        return storages.get(output);
    }
}

package dev.diptych.systems.bundle;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A bundle's {@code model.json}, key for key; names of keys are TVM's and Paella's.
 *
 * @param storage in the order of indices
 * @param kernels in the order of their launches
 * @param args indices of the storages that are given: images and weights
 * @param shared_memory bytes of shared memory of a kernel's block, by the kernel's name; dynamic ones where its PTX names memory without a size
 * @param registers of a kernel's thread, by its name, for whoever asks how many blocks fit; unknown ones limit nothing
 * @param batch images that go through the kernels at once; 1 if absent
 */
@SuppressWarnings("MemberName") // The file's names.
record BundleFile(
        List<StorageEntry> storage,
        List<KernelEntry> kernels,
        List<Integer> args,
        Map<String, Integer> shared_memory,
        Optional<Map<String, Integer>> registers,
        Optional<Integer> batch) {
    /**
     * A storage.
     *
     * @param name {@code data} for the images, {@code output} for the results; weights have a name each
     * @param size elements
     * @param stype type of the elements
     */
    record StorageEntry(String name, long size, String stype) {}

    /**
     * A launch.
     *
     * @param launch_params blocks in x, y and z, then threads of a block
     * @param args indices of the storages whose addresses it passes
     */
    @SuppressWarnings("MemberName") // The file's names.
    record KernelEntry(String name, List<Integer> launch_params, List<Integer> args) {}
}

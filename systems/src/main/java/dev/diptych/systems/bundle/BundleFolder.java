package dev.diptych.systems.bundle;

import dev.diptych.model.InputException;
import dev.diptych.model.config.Binder;
import dev.diptych.model.config.Json;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Dim;
import dev.diptych.model.op.Kernel;
import dev.diptych.traces.NpzFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Bundles as directories: {@code model.json}, PTX, and {@code weights.npz} if weights are not to be drawn. Whoever made the kernels, they take the
 * addresses of storages, in the order of their parameters, and are launched one after the other.
 */
public final class BundleFolder {
    static final String MODEL = "model.json";
    static final String WEIGHTS = "weights.npz";
    static final String INPUT = "data";
    static final String OUTPUT = "output";
    private static final int LAUNCH_NUMBERS = 6;
    /** Of a block, on every GPU. */
    private static final int MOST_THREADS = 1024;

    private static final int MOST_BLOCKS_YZ = 65_535;

    private BundleFolder() {}

    /**
     * Returns the bundle in a directory.
     *
     * @throws InputException naming the file, and the storage or launch of it, that is not as it has to be
     */
    public static Bundle read(Path directory) {
        Path json = directory.resolve(MODEL);
        BundleFile file = Binder.bind(Json.read(json), BundleFile.class);
        int batch = file.batch().orElse(1);
        if (batch < 1) {
            throw new InputException("%s: 'batch' is %d; it should be 1 or more".formatted(json, batch));
        }
        checkCounts(json, "shared_memory", file.shared_memory());
        checkCounts(json, "registers", file.registers().orElse(Map.of()));
        Set<Integer> given = given(json, file);
        List<Storage> storages = storages(json, file, given, weights(directory));
        int input = only(json, file, INPUT);
        int output = only(json, file, OUTPUT);
        List<BundleKernel> kernels = kernels(directory, json, file);
        Bundle bundle = new Bundle(
                directory.toAbsolutePath().normalize().getFileName().toString(),
                batch,
                storages,
                kernels,
                input,
                output);
        checkEnds(json, bundle, given);
        return bundle;
    }

    private static void checkCounts(Path json, String key, Map<String, Integer> counts) {
        counts.forEach((kernel, count) -> {
            if (count < 0) {
                throw new InputException("%s: '%s' of kernel '%s' is %d".formatted(json, key, kernel, count));
            }
        });
    }

    private static Set<Integer> given(Path json, BundleFile file) {
        Set<Integer> given = new HashSet<>();
        for (int storage : file.args()) {
            checkIndex("%s: 'args'".formatted(json), file, storage);
            if (!given.add(storage)) {
                throw new InputException("%s: 'args' names storage %d twice".formatted(json, storage));
            }
        }
        return given;
    }

    private static void checkIndex(String where, BundleFile file, int storage) {
        if (storage < 0 || storage >= file.storage().size()) {
            throw new InputException("%s names storage %d; there are %d, from 0 on"
                    .formatted(where, storage, file.storage().size()));
        }
    }

    /** Returns the arrays of weights by the storages' names; nothing if they are to be drawn. */
    private static Optional<Map<String, NpzFile.Contents>> weights(Path directory) {
        Path file = directory.resolve(WEIGHTS);
        return Files.exists(file) ? Optional.of(NpzFile.read(file)) : Optional.empty();
    }

    private static List<Storage> storages(
            Path json, BundleFile file, Set<Integer> given, Optional<Map<String, NpzFile.Contents>> weights) {
        List<Storage> storages = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < file.storage().size(); i++) {
            BundleFile.StorageEntry entry = file.storage().get(i);
            String where = "%s: storage %d, '%s'".formatted(json, i, entry.name());
            StorageType type = StorageType.of(where, entry.stype());
            if (entry.size() < 1
                    || entry.size() > Integer.MAX_VALUE / type.npy().bytes()) {
                throw new InputException("%s: has %d elements; it should have from 1 to %d"
                        .formatted(
                                where,
                                entry.size(),
                                Integer.MAX_VALUE / type.npy().bytes()));
            }
            boolean isWeights = given.contains(i) && !entry.name().equals(INPUT);
            if (isWeights && !names.add(entry.name())) {
                throw new InputException("%s: another storage that is given has that name".formatted(where));
            }
            if (isWeights && weights.isEmpty() && type != StorageType.FLOAT32) {
                throw new InputException("%s: only float32 can be drawn, and there is no %s".formatted(where, WEIGHTS));
            }
            Optional<Bytes> contents =
                    isWeights ? weights.map(all -> contents(where, entry, type, all)) : Optional.empty();
            storages.add(new Storage(entry.name(), type, entry.size(), given.contains(i), contents));
        }
        return storages;
    }

    private static Bytes contents(
            String where, BundleFile.StorageEntry entry, StorageType type, Map<String, NpzFile.Contents> weights) {
        NpzFile.Contents found = weights.get(entry.name());
        if (found == null) {
            throw new InputException("%s: %s has no array of that name".formatted(where, WEIGHTS));
        }
        if (found.type() != type.npy()
                || found.bytes().size() != entry.size() * type.npy().bytes()) {
            throw new InputException("%s: %s has %d bytes of %s for it; it should have %d elements of %s"
                    .formatted(where, WEIGHTS, found.bytes().size(), found.type(), entry.size(), type.npy()));
        }
        return found.bytes();
    }

    private static int only(Path json, BundleFile file, String name) {
        int[] found = IntStream.range(0, file.storage().size())
                .filter(i -> file.storage().get(i).name().equals(name))
                .toArray();
        if (found.length != 1) {
            throw new InputException(
                    "%s: %d storages are named '%s'; there should be one".formatted(json, found.length, name));
        }
        if (!file.storage().get(found[0]).stype().equals(StorageType.FLOAT32.spelled())) {
            throw new InputException("%s: storage '%s' is of %s; it should be of float32"
                    .formatted(json, name, file.storage().get(found[0]).stype()));
        }
        return found[0];
    }

    private static List<BundleKernel> kernels(Path directory, Path json, BundleFile file) {
        if (file.kernels().isEmpty()) {
            throw new InputException("%s: 'kernels' is empty; a model has at least one".formatted(json));
        }
        BundlePtx ptx = new BundlePtx(directory);
        List<BundleKernel> kernels = new ArrayList<>();
        for (int i = 0; i < file.kernels().size(); i++) {
            BundleFile.KernelEntry entry = file.kernels().get(i);
            String where = "%s: launch %d, '%s'".formatted(json, i, entry.name());
            entry.args().forEach(storage -> checkIndex(where, file, storage));
            checkLaunch(where, entry.launch_params());
            String module = ptx.module(where, entry.name(), entry.args().size());
            int shared = file.shared_memory().getOrDefault(entry.name(), 0);
            boolean isDynamic = ptx.hasUnsizedShared(entry.name());
            int registers = file.registers().orElse(Map.of()).getOrDefault(entry.name(), 0);
            List<Integer> numbers = entry.launch_params();
            kernels.add(new BundleKernel(
                    new Kernel(module, entry.name(), registers, isDynamic ? 0 : shared),
                    new Dim(numbers.get(0), numbers.get(1), numbers.get(2)),
                    new Dim(numbers.get(3), numbers.get(4), numbers.get(5)),
                    isDynamic ? shared : 0,
                    entry.args()));
        }
        return kernels;
    }

    private static void checkLaunch(String where, List<Integer> numbers) {
        boolean isRight = numbers.size() == LAUNCH_NUMBERS
                && numbers.stream().allMatch(number -> number > 0)
                && numbers.get(1) <= MOST_BLOCKS_YZ
                && numbers.get(2) <= MOST_BLOCKS_YZ
                && (long) numbers.get(3) * numbers.get(4) * numbers.get(5) <= MOST_THREADS;
        if (!isRight) {
            throw new InputException(
                    "%s: 'launch_params' is %s; it should be blocks in x, y and z, of these at most %d, and threads in x, y and z, at most %d together"
                            .formatted(where, numbers, MOST_BLOCKS_YZ, MOST_THREADS));
        }
    }

    private static void checkEnds(Path json, Bundle bundle, Set<Integer> given) {
        if (!given.contains(bundle.input()) || given.contains(bundle.output())) {
            throw new InputException("%s: 'args' should name storage '%s', which is given, and not '%s', which is made"
                    .formatted(json, INPUT, OUTPUT));
        }
        boolean isInputTaken =
                bundle.kernels().stream().anyMatch(kernel -> kernel.args().contains(bundle.input()));
        boolean isOutputMade =
                bundle.kernels().stream().anyMatch(kernel -> kernel.args().contains(bundle.output()));
        if (!isInputTaken || !isOutputMade) {
            throw new InputException(
                    "%s: no kernel is given storage '%s'".formatted(json, isInputTaken ? OUTPUT : INPUT));
        }
        if (bundle.inputStorage().count() % bundle.batch() != 0
                || bundle.outputStorage().count() % bundle.batch() != 0) {
            throw new InputException("%s: storages '%s' and '%s' of %d and %d elements are not those of a batch of %d"
                    .formatted(
                            json,
                            INPUT,
                            OUTPUT,
                            bundle.inputStorage().count(),
                            bundle.outputStorage().count(),
                            bundle.batch()));
        }
    }
}

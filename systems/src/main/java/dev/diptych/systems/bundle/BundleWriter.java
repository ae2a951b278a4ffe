package dev.diptych.systems.bundle;

import dev.diptych.kernels.KernelCatalog;
import dev.diptych.model.InputException;
import dev.diptych.model.op.Dim;
import dev.diptych.traces.Json;
import dev.diptych.traces.NpzFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Writes bundles of the project's own kernels as directories. */
public final class BundleWriter {
    private BundleWriter() {}

    /**
     * Writes a bundle, with copies of its kernels' PTX.
     *
     * @param directory that is made if it is not there; files of the same names are replaced
     * @throws InputException when it cannot be written
     */
    public static void write(Bundle bundle, Path directory) {
        KernelCatalog catalog = KernelCatalog.load();
        try {
            Files.createDirectories(directory);
            for (String module : modules(bundle)) {
                Files.writeString(directory.resolve(module + ".ptx"), catalog.ptx(module));
            }
            Files.writeString(directory.resolve(BundleFolder.MODEL), Json.line(file(bundle)) + "\n");
        } catch (IOException e) {
            throw new InputException("%s: cannot be written (%s)".formatted(directory, e), e);
        }
        Map<String, NpzFile.Contents> weights = new LinkedHashMap<>();
        for (Storage storage : bundle.storages()) {
            storage.contents()
                    .ifPresent(bytes -> weights.put(
                            storage.name(),
                            new NpzFile.Contents(storage.type().npy(), List.of(storage.count()), bytes)));
        }
        NpzFile.write(directory.resolve(BundleFolder.WEIGHTS), weights);
    }

    private static SortedSet<String> modules(Bundle bundle) {
        SortedSet<String> modules = new TreeSet<>();
        bundle.kernels().forEach(kernel -> modules.add(kernel.kernel().module()));
        return modules;
    }

    private static Map<String, Object> file(Bundle bundle) {
        List<Object> storages = new ArrayList<>();
        List<Integer> given = new ArrayList<>();
        for (Storage storage : bundle.storages()) {
            if (storage.isGiven()) {
                given.add(storages.size());
            }
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("name", storage.name());
            entry.put("size", storage.count());
            entry.put("stype", storage.type().spelled());
            storages.add(entry);
        }
        List<Object> kernels = new ArrayList<>();
        Map<String, Integer> shared = new TreeMap<>();
        Map<String, Integer> registers = new TreeMap<>();
        for (BundleKernel launch : bundle.kernels()) {
            Dim grid = launch.grid();
            Dim block = launch.block();
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("name", launch.kernel().entry());
            entry.put("launch_params", List.of(grid.x(), grid.y(), grid.z(), block.x(), block.y(), block.z()));
            entry.put("args", launch.args());
            kernels.add(entry);
            shared.put(launch.kernel().entry(), launch.kernel().staticSharedBytes());
            registers.put(launch.kernel().entry(), launch.kernel().registersPerThread());
        }
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("storage", storages);
        file.put("kernels", kernels);
        file.put("args", given);
        file.put("shared_memory", shared);
        file.put("registers", registers);
        file.put("batch", bundle.batch());
        return file;
    }
}

package dev.diptych.kernels;

import dev.diptych.kernels.instrument.Instrumentation;
import dev.diptych.kernels.instrument.Instrumented;
import dev.diptych.model.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The kernels that were compiled from the project's CUDA sources: their PTX, and what a launch has to know. Immutable; read
 * from the class path once, completely, so that a broken build shows at the start and not in the middle of a run.
 *
 * <p>A module whose name ends in {@code .ptx} is none of them but a file of the user's at that path, read at each question. What a kernel
 * takes of a multiprocessor is not known of it, what a launch passes is.
 */
public final class KernelCatalog {

    private static final String MANIFEST = "kernels.json";

    private final Map<String, List<KernelEntry>> entries;
    private final Map<String, String> ptx;

    private KernelCatalog(Map<String, List<KernelEntry>> entries, Map<String, String> ptx) {
        this.entries = entries;
        this.ptx = ptx;
    }

    /**
     * Returns the catalog of the kernels on the class path.
     *
     * @throws IllegalStateException if the manifest or a PTX file is missing
     */
    public static KernelCatalog load() {
        Map<String, List<KernelEntry>> entries = new LinkedHashMap<>();
        Map<String, String> ptx = new LinkedHashMap<>();
        for (Manifest.CompiledModule module : manifest().modules()) {
            entries.put(
                    module.module(),
                    module.entries().stream().map(e -> e.of(module.module())).toList());
            ptx.put(module.module(), text(module.file()));
        }
        return new KernelCatalog(entries, ptx);
    }

    static Manifest manifest() {
        try (InputStream json = open(MANIFEST)) {
            return Manifest.read(json);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + MANIFEST, e);
        }
    }

    /** Returns the modules' names, sorted. */
    public List<String> modules() {
        return List.copyOf(entries.keySet());
    }

    /**
     * Returns a module's kernels, in the PTX's order.
     *
     * @throws IllegalArgumentException if there is no such module
     */
    public List<KernelEntry> entries(String module) {
        return known(entries, module);
    }

    /**
     * Returns a kernel.
     *
     * @throws IllegalArgumentException if there is no such module, or no such kernel in it
     */
    public KernelEntry entry(String module, String name) {
        List<KernelEntry> candidates = entries(module);
        for (KernelEntry candidate : candidates) {
            if (candidate.name().equals(name)) {
                return candidate;
            }
        }
        String names = candidates.stream().map(KernelEntry::name).collect(Collectors.joining(", "));
        throw new IllegalArgumentException(
                "no entry of kernel module '%s' is named '%s'; known: %s".formatted(module, name, names));
    }

    /**
     * Returns what a launch of a kernel passes.
     *
     * @throws IllegalArgumentException if there is no such module, or no such kernel in it
     * @throws InputException if the module is a file and cannot be read, or has no such kernel
     */
    public KernelSignature signature(String module, String name) {
        if (!PtxFile.isNamedBy(module)) {
            return entry(module, name).signature();
        }
        Map<String, KernelSignature> signatures = PtxFile.signatures(module, PtxFile.text(module));
        KernelSignature found = signatures.get(name);
        if (found == null) {
            throw new InputException("no kernel of '%s' is named '%s'; known: %s"
                    .formatted(module, name, String.join(", ", signatures.keySet())));
        }
        return found;
    }

    /**
     * Returns a module's PTX text.
     *
     * @throws IllegalArgumentException if there is no such module
     * @throws InputException if the module is a file and cannot be read
     */
    public String ptx(String module) {
        return PtxFile.isNamedBy(module) ? PtxFile.text(module) : known(ptx, module);
    }

    /**
     * Returns a module's PTX text with notices for all kernels that do not report by themselves.
     *
     * @throws IllegalArgumentException if there is no such module
     * @throws InputException if the module is a file and cannot be read, or is not PTX
     */
    public Instrumented instrumented(String module) {
        // Of a file, the text itself says all that is known.
        return Instrumentation.of(
                module,
                ptx(module),
                kernel -> PtxFile.isNamedBy(module)
                        || !entry(module, kernel).signature().reports());
    }

    private <T> T known(Map<String, T> byModule, String module) {
        T found = byModule.get(module);
        if (found == null) {
            throw new IllegalArgumentException(
                    "no kernel module is named '%s'; known: %s".formatted(module, String.join(", ", modules())));
        }
        return found;
    }

    private static String text(String file) {
        try (InputStream in = open(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static InputStream open(String file) {
        InputStream in = KernelCatalog.class.getResourceAsStream(file);
        if (in == null) {
            throw new IllegalStateException(
                    "%s is not on the class path beside %s; run scripts/native-build, then build this module"
                            .formatted(file, KernelCatalog.class.getName()));
        }
        return in;
    }
}

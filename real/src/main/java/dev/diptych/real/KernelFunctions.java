package dev.diptych.real;

import dev.diptych.kernels.KernelCatalog;
import dev.diptych.kernels.KernelSignature;
import dev.diptych.kernels.instrument.Instrumented;
import dev.diptych.model.InputException;
import dev.diptych.model.op.Kernel;
import java.util.HashMap;
import java.util.Map;
import jcuda.driver.CUmodule;

/**
 * The kernels of one GPU, compiled module by module at first use. A kernel that does not report its blocks by itself comes in two forms, as it is and with
 * notices; the module of the latter is another one.
 */
final class KernelFunctions {
    private final Cuda cuda;
    private final KernelCatalog catalog;
    private final Cleanup cleanup;
    private final Map<String, CUmodule> modules = new HashMap<>();
    private final Map<String, CUmodule> reportingModules = new HashMap<>();
    private final Map<String, Instrumented> instrumented = new HashMap<>();
    private final Map<Kernel, KernelFunction> functions = new HashMap<>();
    private final Map<Kernel, KernelFunction> reportingFunctions = new HashMap<>();

    KernelFunctions(Cuda cuda, KernelCatalog catalog, Cleanup cleanup) {
        this.cuda = cuda;
        this.catalog = catalog;
        this.cleanup = cleanup;
    }

    /**
     * Returns a kernel as it is, ready to launch; the GPU's context is current.
     *
     * @throws InputException when the catalog has no such kernel, or its module is a file that cannot be read
     */
    KernelFunction find(Kernel kernel) {
        KernelFunction found = functions.get(kernel);
        if (found == null) {
            found = load(kernel);
            functions.put(kernel, found);
        }
        return found;
    }

    /**
     * Returns a kernel that reports its blocks, ready to launch; the GPU's context is current.
     *
     * @throws InputException when the catalog has no such kernel, its module is a file that cannot be read, or it cannot be given notices
     */
    KernelFunction findReporting(Kernel kernel) {
        KernelFunction found = reportingFunctions.get(kernel);
        if (found == null) {
            found = signature(kernel).reports() ? find(kernel) : loadReporting(kernel);
            reportingFunctions.put(kernel, found);
        }
        return found;
    }

    private KernelFunction load(Kernel kernel) {
        KernelSignature signature = signature(kernel);
        String name = signature.module();
        CUmodule module = modules.get(name);
        if (module == null) {
            if (reportingModules.containsKey(name)) {
                requireOneForm(kernel, instrumented(name));
            }
            module = load(name, catalog.ptx(name));
            modules.put(name, module);
        }
        return new KernelFunction(cuda, signature, cuda.function(module, signature.name()));
    }

    private KernelFunction loadReporting(Kernel kernel) {
        KernelSignature signature = signature(kernel);
        String name = signature.module();
        Instrumented code = instrumented(name);
        code.require(signature.name());
        CUmodule module = reportingModules.get(name);
        if (module == null) {
            if (modules.containsKey(name)) {
                requireOneForm(kernel, code);
            }
            module = load(name + " with notices", code.text());
            reportingModules.put(name, module);
        }
        return new KernelFunction(cuda, signature.reporting(), cuda.function(module, signature.name()));
    }

    /** Two modules have two copies of their variables, so one kernel would not see what the other left there. */
    private static void requireOneForm(Kernel kernel, Instrumented code) {
        if (code.hasVariables()) {
            throw new InputException(
                    "kernel %s/%s cannot be launched both with and without notices in one run: its module has variables; ask for notices of all launches of the module, or of none"
                            .formatted(kernel.module(), kernel.entry()));
        }
    }

    private Instrumented instrumented(String module) {
        return instrumented.computeIfAbsent(module, catalog::instrumented);
    }

    private CUmodule load(String name, String ptx) {
        CUmodule loaded = cuda.loadModule(name, ptx);
        cleanup.later(() -> cuda.unloadModule(loaded));
        return loaded;
    }

    private KernelSignature signature(Kernel kernel) {
        try {
            return catalog.signature(kernel.module(), kernel.entry());
        } catch (IllegalArgumentException e) {
            throw new InputException(
                    "kernel %s/%s cannot be launched: %s".formatted(kernel.module(), kernel.entry(), e.getMessage()),
                    e);
        }
    }
}

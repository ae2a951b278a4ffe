package dev.diptych.real;

import dev.diptych.kernels.KernelCatalog;
import dev.diptych.kernels.KernelSignature;
import dev.diptych.model.InputException;
import dev.diptych.model.op.Kernel;
import java.util.HashMap;
import java.util.Map;
import jcuda.driver.CUmodule;

/** The kernels of one GPU, compiled module by module at first use. */
final class KernelFunctions {
    private final Cuda cuda;
    private final KernelCatalog catalog;
    private final Cleanup cleanup;
    private final Map<String, CUmodule> modules = new HashMap<>();
    private final Map<Kernel, KernelFunction> functions = new HashMap<>();

    KernelFunctions(Cuda cuda, KernelCatalog catalog, Cleanup cleanup) {
        this.cuda = cuda;
        this.catalog = catalog;
        this.cleanup = cleanup;
    }

    /**
     * Returns a kernel, ready to launch; the GPU's context is current.
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

    private KernelFunction load(Kernel kernel) {
        KernelSignature signature = signature(kernel);
        CUmodule module = modules.get(signature.module());
        if (module == null) {
            CUmodule loaded = cuda.loadModule(signature.module(), catalog.ptx(signature.module()));
            cleanup.later(() -> cuda.unloadModule(loaded));
            modules.put(signature.module(), loaded);
            module = loaded;
        }
        return new KernelFunction(cuda, signature, cuda.function(module, signature.name()));
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

package dev.diptych.systems.plan;

import dev.diptych.kernels.KernelCatalog;
import dev.diptych.kernels.KernelEntry;
import dev.diptych.model.op.Kernel;

/** The project's own kernels, as launches name them. */
public final class NativeKernel {
    private static final KernelCatalog CATALOG = KernelCatalog.load();

    private NativeKernel() {}

    /** Returns a kernel with what it takes from a multiprocessor. */
    public static Kernel of(String module, String entry) {
        KernelEntry found = CATALOG.entry(module, entry);
        return new Kernel(module, entry, found.registersPerThread(), found.staticSharedBytes());
    }
}

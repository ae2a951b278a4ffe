package dev.diptych.sim.machine;

import dev.diptych.kernels.KernelCatalog;
import dev.diptych.kernels.instrument.Instrumented;
import dev.diptych.sim.ptx.PtxProgram;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Modules of PTX, parsed once for all runs that are given them; their kernels are compiled when they are first launched. What is compiled holds
 * nothing of a run, and code that a JVM has warmed up stays warm. Safe for use by several threads.
 */
public final class Programs {
    private final KernelCatalog catalog = KernelCatalog.load();
    private final Map<String, PtxProgram> parsed = new ConcurrentHashMap<>();

    private final Map<String, Instrumented> instrumented = new ConcurrentHashMap<>();

    KernelCatalog catalog() {
        return catalog;
    }

    /**
     * Returns a module.
     *
     * @param file its name, for messages
     * @throws dev.diptych.model.InputException when it cannot be read, or is not PTX
     */
    PtxProgram of(String module, String file) {
        return parsed.computeIfAbsent(module, absent -> PtxProgram.of(file, catalog.ptx(module)));
    }

    /** Returns a module that {@link #of} knows, with notices. */
    Instrumented instrumented(String module) {
        return instrumented.computeIfAbsent(module, catalog::instrumented);
    }
}

package dev.diptych.sim.ptx;

import dev.diptych.model.InputException;
import dev.diptych.sim.ptx.syntax.Function;
import dev.diptych.sim.ptx.syntax.Module;
import dev.diptych.sim.ptx.syntax.PtxParser;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A PTX file. Its kernels are compiled when they are asked for, so that one that cannot be executed leaves the others usable. Safe for use by
 * several threads.
 */
public final class PtxProgram {
    private final Module module;
    private final Map<String, Function> functions = new LinkedHashMap<>();
    private final Map<String, PtxKernel> kernels = new ConcurrentHashMap<>();

    private PtxProgram(Module module) {
        this.module = module;
        for (Function function : module.functions()) {
            if (function.isEntry() && function.isDefined()) {
                functions.put(function.name(), function);
            }
        }
    }

    /**
     * Returns the program of a PTX text.
     *
     * @param file its name, for messages
     * @throws InputException when it is not PTX
     */
    public static PtxProgram of(String file, String text) {
        return new PtxProgram(PtxParser.parse(file, text));
    }

    /** Returns the names of the kernels, in the file's order. */
    public List<String> names() {
        return List.copyOf(functions.keySet());
    }

    /**
     * Returns a kernel, compiled.
     *
     * @throws InputException when there is none of that name, or it has an instruction that is not supported
     */
    public PtxKernel kernel(String entry) {
        Function function = functions.get(entry);
        if (function == null) {
            throw new InputException("%s: no kernel is named '%s'; known: %s"
                    .formatted(module.file(), entry, String.join(", ", names())));
        }
        return kernels.computeIfAbsent(entry, absent -> new PtxKernel(module, function));
    }
}

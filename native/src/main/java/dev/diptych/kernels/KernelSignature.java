package dev.diptych.kernels;

import dev.diptych.kernels.KernelEntry.Parameter;
import dev.diptych.kernels.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;

/**
 * What a launch of a kernel passes.
 *
 * @param marksPointers whether every parameter that is a pointer says so; if not, any of 64 bits may be one
 */
public record KernelSignature(String module, String name, List<Parameter> parameters, boolean marksPointers) {
    public KernelSignature {
        parameters = List.copyOf(parameters);
    }

    /** Returns whether the kernel reports its blocks when its last parameter says where to, see {@code notices.cuh}. */
    public boolean reports() {
        if (parameters.isEmpty()) {
            return false;
        }
        Parameter last = parameters.get(parameters.size() - 1);
        return last.pointer() && last.name().equals(Instrumentation.PARAMETER);
    }

    /** Returns what a launch passes once the kernel has been given notices, if it has none by itself. */
    public KernelSignature reporting() {
        if (reports()) {
            return this;
        }
        List<Parameter> all = new ArrayList<>(parameters);
        all.add(new Parameter(Instrumentation.PARAMETER, "u64", true));
        return new KernelSignature(module, name, all, marksPointers);
    }
}

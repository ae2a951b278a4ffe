package dev.diptych.kernels;

import dev.diptych.kernels.KernelEntry.Parameter;
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
}

package dev.diptych.kernels.instrument;

import java.util.List;
import java.util.Map;

/**
 * What of a PTX text the pass has to know.
 *
 * @param version of the PTX ISA, as written
 * @param target as written, {@code sm_90a}; empty if the text names none
 * @param addressBits 32 if the text does not say
 * @param functions that have a body, by name, in the text's order
 * @param hasVariables whether there are variables in global memory
 * @param hasDynamicShared whether there is shared memory whose size launches choose
 */
record ModuleText(
        String file,
        String text,
        String version,
        String target,
        int addressBits,
        Map<String, FunctionText> functions,
        boolean hasVariables,
        boolean hasDynamicShared) {
    List<FunctionText> entries() {
        return functions.values().stream().filter(FunctionText::isEntry).toList();
    }
}

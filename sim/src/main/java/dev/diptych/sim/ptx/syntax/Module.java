package dev.diptych.sim.ptx.syntax;

import java.util.List;
import java.util.Map;

/**
 * A PTX file.
 *
 * @param file its name, for messages
 * @param version of the PTX ISA, such as {@code 9.0}
 * @param target such as {@code sm_80}
 * @param variables at module scope
 * @param functions in order, declarations included
 * @param sourceFiles names of {@code .file} by number
 */
public record Module(
        String file,
        String version,
        String target,
        int addressBits,
        List<Variable> variables,
        List<Function> functions,
        Map<Integer, String> sourceFiles) {
    public Module {
        variables = List.copyOf(variables);
        functions = List.copyOf(functions);
        sourceFiles = Map.copyOf(sourceFiles);
    }
}

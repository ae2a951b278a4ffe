package dev.diptych.sim.ptx.syntax;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A kernel ({@code .entry}) or device function ({@code .func}). Names of nested scopes are made unique by the parser, so that registers,
 * variables and labels of one function are in one name space.
 *
 * @param isEntry whether it is a kernel
 * @param isDefined whether it has a body
 * @param results what a device function returns: {@link Space#PARAM} variables, or registers: those have {@link Space#GENERIC}
 *     and are among {@code registers} too
 * @param parameters in order; registers among them as among the results
 * @param variables of its body: {@link Space#SHARED}, {@link Space#LOCAL}, {@link Space#PARAM}
 * @param labels each with the index into {@code body} of the instruction that follows; one at the end has the body's size
 * @param branchTargets the lists of labels of {@code .branchtargets}, by their own label
 * @param notUnrolled indices into {@code body} of the instructions that follow a {@code .pragma "nounroll"}, which is said in the first basic
 *     block of a loop
 * @param maxThreads product of {@code .maxntid}, 0 where not given
 * @param requiredThreads product of {@code .reqntid}, 0 where not given
 * @param line where it begins, counted from 1
 */
public record Function(
        String name,
        boolean isEntry,
        boolean isDefined,
        List<Variable> results,
        List<Variable> parameters,
        List<Register> registers,
        List<Variable> variables,
        List<Instruction> body,
        Map<String, Integer> labels,
        Map<String, List<String>> branchTargets,
        Set<Integer> notUnrolled,
        int maxThreads,
        int requiredThreads,
        int line) {
    public Function {
        results = List.copyOf(results);
        parameters = List.copyOf(parameters);
        registers = List.copyOf(registers);
        variables = List.copyOf(variables);
        body = List.copyOf(body);
        labels = Map.copyOf(labels);
        branchTargets = Map.copyOf(branchTargets);
        notUnrolled = Set.copyOf(notUnrolled);
    }
}

package dev.diptych.sim.ptx.compile;

import dev.diptych.model.InputException;
import dev.diptych.sim.ptx.syntax.Function;
import dev.diptych.sim.ptx.syntax.Instruction;
import dev.diptych.sim.ptx.syntax.Module;
import dev.diptych.sim.ptx.syntax.Type;
import dev.diptych.sim.ptx.syntax.Variable;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A kernel as one sequence of instructions, with unique names. */
record FlatKernel(
        Module module,
        Function function,
        List<Instruction> body,
        Map<String, Integer> labels,
        Map<String, List<String>> branchTargets,
        Set<Integer> notUnrolled,
        Map<String, Type> registers,
        Map<String, Variable> variables) {

    InputException refused(Instruction instruction, String why) {
        return new InputException(
                "%s:%d: %s: %s".formatted(module.file(), instruction.line(), instruction.name(), why));
    }
}

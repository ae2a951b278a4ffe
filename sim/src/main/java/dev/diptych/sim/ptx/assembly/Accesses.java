package dev.diptych.sim.ptx.assembly;

import static dev.diptych.sim.ptx.assembly.MachineOpcode.FENCE;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.ISETP;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.LDC;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.LDG;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.MOV;

import dev.diptych.sim.ptx.syntax.Instruction;
import dev.diptych.sim.ptx.syntax.Operand;
import java.util.Collections;
import java.util.List;

/** Loads, stores, atomics and asynchronous copies. */
final class Accesses {
    private Accesses() {}

    static Cost cost(Line line) {
        Instruction instruction = line.instruction();
        if (instruction.has("param")) {
            // What a function hands over stays in registers.
            return line.isParameter() ? Cost.of(LDC) : Cost.NONE;
        }
        if (instruction.opcode().equals("cp")) {
            return instruction.has("commit_group") || instruction.has("wait_group") || instruction.has("wait_all")
                    ? Cost.of(FENCE)
                    : takesPart(instruction) ? Cost.of(ISETP, LDG) : Cost.of(LDG);
        }
        Cost cost = Cost.of(LDG).beside(constants(instruction));
        return instruction.opcode().equals("st") ? cost.beside(copies(instruction)) : cost;
    }

    /** Returns whether a copy takes as many bytes as a register says: all or nothing, which becomes a predicate. */
    private static boolean takesPart(Instruction copy) {
        return copy.operands().size() == 4 && copy.operands().get(3) instanceof Operand.Reg;
    }

    /** Returns what puts constants other than zero in registers, where an access takes nothing else. */
    static Cost constants(Instruction instruction) {
        return moves(instruction.operands().stream()
                .filter(operand -> (operand instanceof Operand.Int number && number.value() != 0)
                        || (operand instanceof Operand.Float real && real.bits() != 0))
                .count());
    }

    /** Returns what copies registers that a vector names twice. */
    private static Cost copies(Instruction store) {
        return moves(store.operands().stream()
                .filter(Operand.Vector.class::isInstance)
                .map(operand -> ((Operand.Vector) operand).elements())
                .mapToLong(elements ->
                        elements.size() - elements.stream().distinct().count())
                .sum());
    }

    private static Cost moves(long count) {
        return new Cost(Collections.nCopies((int) count, MOV), List.of());
    }
}

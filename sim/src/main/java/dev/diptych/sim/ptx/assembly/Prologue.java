package dev.diptych.sim.ptx.assembly;

import dev.diptych.sim.ptx.syntax.Instruction;
import dev.diptych.sim.ptx.syntax.Operand;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What ptxas 13.0 puts before a kernel for sm_90: pointers that the hardware's way to reach memory needs. */
final class Prologue {
    /** The stack pointer, used or not. */
    private static final Cost STACK = Cost.of(MachineOpcode.LDC);
    /** The descriptor that accesses to global memory name. */
    private static final Cost DESCRIPTOR = Cost.of(MachineOpcode.LDC);
    /** The window of shared memory: the block's place in its cluster, shifted onto where variables begin. */
    private static final Cost WINDOW = Cost.of(MachineOpcode.S2R, MachineOpcode.UIADD3, MachineOpcode.UIADD3);
    /** The address in it of each variable but the first. */
    private static final int INSTRUCTIONS_PER_VARIABLE = 2;

    private final List<Line> lines;

    Prologue(List<Line> lines) {
        this.lines = lines;
    }

    void addTo(List<Cost> costs) {
        if (lines.isEmpty()) {
            return;
        }
        Cost cost = costs.get(0).beside(STACK);
        if (lines.stream().anyMatch(line -> reachesGlobal(line.instruction()))) {
            cost = cost.beside(DESCRIPTOR);
        }
        Set<String> variables = new HashSet<>();
        lines.forEach(line -> sharedVariables(line.instruction()).forEach(variables::add));
        if (!variables.isEmpty()) {
            cost = cost.beside(WINDOW)
                    .beside(new Cost(
                            Collections.nCopies(
                                    INSTRUCTIONS_PER_VARIABLE * (variables.size() - 1), MachineOpcode.UIADD3),
                            List.of()));
        }
        costs.set(0, cost);
    }

    private static boolean reachesGlobal(Instruction instruction) {
        return switch (instruction.opcode()) {
            case "ld", "ldu", "st", "atom", "red", "cp" ->
                !instruction.has("param")
                        && !instruction.has("local")
                        && instruction.modifiers().stream().noneMatch(each -> each.equals("shared"));
            default -> false;
        };
    }

    private static Stream<String> sharedVariables(Instruction instruction) {
        boolean isNarrowMove = instruction.opcode().equals("mov") && Selection.bytes(instruction) == Integer.BYTES;
        boolean isAccess = instruction.modifiers().stream().anyMatch(each -> each.startsWith("shared"));
        return instruction.operands().stream()
                .map(operand -> operand instanceof Operand.Address address ? address.base() : operand)
                .filter(operand -> operand instanceof Operand.Symbol && (isNarrowMove || isAccess))
                .map(operand -> ((Operand.Symbol) operand).name());
    }
}

package dev.diptych.sim.ptx.compile;

import dev.diptych.sim.ptx.syntax.Instruction;
import dev.diptych.sim.ptx.syntax.Operand;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Which registers an instruction reads and writes. */
final class Registers {
    private static final Set<String> WITHOUT_RESULT = Set.of(
            "st",
            "stu",
            "red",
            "bra",
            "brx",
            "exit",
            "ret",
            "trap",
            "brkpt",
            "membar",
            "fence",
            "cp",
            "prefetch",
            "prefetchu",
            "nanosleep",
            "pmevent",
            "discard",
            "applypriority",
            "stmatrix",
            "call",
            "griddepcontrol");

    private Registers() {}

    static boolean hasResult(Instruction instruction) {
        return switch (instruction.opcode()) {
            case "bar", "barrier" -> instruction.has("red");
            case "wmma" -> !instruction.has("store");
            case "mbarrier" ->
                !List.of("init", "inval", "expect_tx", "complete_tx")
                        .contains(instruction.modifiers().get(0));
            default -> !WITHOUT_RESULT.contains(instruction.opcode());
        };
    }

    /** Returns the names of the registers that it writes. */
    static List<String> written(Instruction instruction) {
        List<String> names = new ArrayList<>();
        if (hasResult(instruction) && !instruction.operands().isEmpty()) {
            collect(instruction.operands().get(0), names);
        }
        if (Carries.writes(instruction)) {
            names.add(Frame.CARRY);
        }
        return names;
    }

    /** Returns the names of the registers that it reads, its guard among them. */
    static List<String> read(Instruction instruction) {
        List<String> names = new ArrayList<>();
        for (int i = hasResult(instruction) ? 1 : 0; i < instruction.operands().size(); i++) {
            collect(instruction.operands().get(i), names);
        }
        if (instruction.guard() != null) {
            names.add(instruction.guard().name());
            // Where the guard is false, the old value stays.
            names.addAll(written(instruction));
        }
        if (Carries.reads(instruction)) {
            names.add(Frame.CARRY);
        }
        return names;
    }

    private static void collect(Operand operand, List<String> names) {
        if (operand instanceof Operand.Reg register) {
            names.add(register.name());
        } else if (operand instanceof Operand.Address address) {
            collect(address.base(), names);
        } else if (operand instanceof Operand.Vector vector) {
            vector.elements().forEach(element -> collect(element, names));
        } else if (operand instanceof Operand.Tuple tuple) {
            tuple.elements().forEach(element -> collect(element, names));
        } else if (operand instanceof Operand.Pair pair) {
            collect(pair.first(), names);
            collect(pair.second(), names);
        }
    }
}

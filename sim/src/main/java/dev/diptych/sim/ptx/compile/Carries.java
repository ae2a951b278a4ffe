package dev.diptych.sim.ptx.compile;

import dev.diptych.sim.ptx.syntax.Instruction;

/** Which instructions of extended precision read and write the carry flag (PTX ISA 9.0, "Extended-Precision Integer Arithmetic"). */
final class Carries {
    private Carries() {}

    static boolean writes(Instruction instruction) {
        return instruction.has("cc");
    }

    static boolean reads(Instruction instruction) {
        return switch (instruction.opcode()) {
            case "addc", "subc", "madc" -> true;
            default -> false;
        };
    }
}

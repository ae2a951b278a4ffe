package dev.diptych.sim.ptx.assembly;

import static dev.diptych.sim.ptx.assembly.MachineOpcode.DFMA;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.FSETP;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.HFMA2;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.ISETP;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.LOP3;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.SEL;

import dev.diptych.sim.ptx.syntax.Instruction;

/** Comparisons, and what chooses by one. */
final class Comparisons {
    private Comparisons() {}

    static Cost cost(Instruction instruction) {
        Cost comparison = switch (Selection.type(instruction)) {
            case "f64" -> Cost.of(DFMA);
            case "f32" -> Cost.of(FSETP);
            case "b64", "s64", "u64" -> Cost.of(ISETP, ISETP);
            case "f16", "f16x2", "bf16", "bf16x2" -> Cost.of(HFMA2);
            default -> Cost.of(ISETP);
        };
        return switch (instruction.opcode()) {
            case "setp" -> comparison;
            case "testp" -> Cost.of(LOP3, ISETP);
            default -> comparison.then(Cost.of(SEL));
        };
    }
}

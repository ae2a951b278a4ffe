package dev.diptych.sim.ptx.assembly;

import static dev.diptych.sim.ptx.assembly.MachineOpcode.FENCE;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.LDC;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.LDG;

import dev.diptych.sim.ptx.syntax.Instruction;

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
                    : Cost.of(LDG);
        }
        return Cost.of(LDG);
    }
}

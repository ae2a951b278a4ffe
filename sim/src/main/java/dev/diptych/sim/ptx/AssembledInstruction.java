package dev.diptych.sim.ptx;

import dev.diptych.sim.ptx.assembly.MachineOpcode;
import java.util.List;

/**
 * An instruction of PTX and what it becomes, as the timing model has it.
 *
 * @param line of the PTX file, counted from 1
 * @param name opcode and modifiers
 * @param loops that it stands in, one inside the other: stretches of the kernel at whose end a branch goes back to their begin
 * @param machine kinds of its machine instructions, in any order; none where it becomes part of another instruction
 */
public record AssembledInstruction(int line, String name, int loops, List<MachineOpcode> machine) {
    public AssembledInstruction {
        machine = List.copyOf(machine);
    }
}

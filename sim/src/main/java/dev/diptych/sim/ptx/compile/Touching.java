package dev.diptych.sim.ptx.compile;

import dev.diptych.sim.ptx.exec.MemoryAccess;
import dev.diptych.sim.ptx.syntax.Instruction;
import java.util.List;

/** A family of instructions that access memory. */
interface Touching {
    /** Returns the accesses of an instruction that are counted, in the order in which its bytecode makes them. */
    List<MemoryAccess> accesses(Instruction instruction, Frame frame);
}

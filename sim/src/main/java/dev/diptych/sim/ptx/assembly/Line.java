package dev.diptych.sim.ptx.assembly;

import dev.diptych.sim.ptx.syntax.Instruction;
import java.util.List;

/**
 * An instruction of a kernel, with what it has to do with others.
 *
 * @param reads names of the registers that it reads, its guard among them
 * @param writes names of the registers that it writes
 * @param block index of its basic block
 * @param mayPart whether lanes may go different ways here, of which the assembler then keeps account: a conditional branch that it does not
 *     turn into predicates
 */
public record Line(Instruction instruction, List<String> reads, List<String> writes, int block, boolean mayPart) {
    public Line {
        reads = List.copyOf(reads);
        writes = List.copyOf(writes);
    }
}

package dev.diptych.sim.ptx.assembly;

import dev.diptych.sim.ptx.syntax.Instruction;
import java.util.List;

/**
 * An instruction of a kernel, with what it has to do with others.
 *
 * @param reads names of the registers that it reads, its guard among them
 * @param writes names of the registers that it writes
 * @param isParameter whether it loads a parameter of the kernel, not one that a function was given
 * @param block index of its basic block
 * @param loops that it stands in, one inside the other
 * @param way where it leads
 * @param meeting number of the instruction at which the ways of a conditional branch meet; -1 if they do not before the kernel's end
 */
public record Line(
        Instruction instruction,
        List<String> reads,
        List<String> writes,
        boolean isParameter,
        int block,
        int loops,
        Way way,
        int meeting) {
    public Line {
        reads = List.copyOf(reads);
        writes = List.copyOf(writes);
    }
}

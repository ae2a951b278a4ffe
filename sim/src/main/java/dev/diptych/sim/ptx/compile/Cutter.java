package dev.diptych.sim.ptx.compile;

import dev.diptych.sim.ptx.exec.MemoryAccess;
import dev.diptych.sim.ptx.syntax.Instruction;
import dev.diptych.sim.ptx.syntax.Operand;
import dev.diptych.sim.ptx.syntax.Space;
import java.util.List;

/**
 * Decides where a straight line is cut into segments. Inside a segment a lane executes all instructions before the next lane begins; lanes of
 * a warp execute in lockstep on a GPU. Nobody can tell the difference as long as no lane sees what another lane of its warp has written, so
 * that a segment has any number of loads from a space, or a single store or atomic to it; and it prints once, at its beginning.
 */
final class Cutter {
    /** Keeps methods well below the size that the JVM stops compiling at, which is 8000 bytes of bytecode. */
    private static final int MOST_INSTRUCTIONS = 64;

    private static final int MOST_ACCESSES = 32;

    private int instructions;
    private int accesses;
    /** Bits of the spaces that are read and written: global is 1, shared 2, both for what may be either. */
    private int read;

    private int written;

    /** Returns whether the segment has to end before an instruction. */
    boolean cutsBefore(Instruction instruction, List<MemoryAccess> touched) {
        if (instructions >= MOST_INSTRUCTIONS
                || accesses + touched.size() > MOST_ACCESSES
                || readsClock(instruction)
                || instruction.opcode().equals("call")) {
            return instructions > 0;
        }
        for (MemoryAccess access : touched) {
            int spaces = spaces(access);
            boolean isLoad = access.kind() == MemoryAccess.Kind.LOAD;
            if ((spaces & written) != 0 || (!isLoad && (spaces & read) != 0)) {
                return true;
            }
        }
        return false;
    }

    /** The clock stands still inside a segment. */
    private static boolean readsClock(Instruction instruction) {
        return instruction.operands().stream()
                .anyMatch(operand -> operand instanceof Operand.Special special
                        && (special.name().contains("clock") || special.name().contains("globaltimer")));
    }

    void add(List<MemoryAccess> touched) {
        instructions++;
        accesses += touched.size();
        for (MemoryAccess access : touched) {
            if (access.kind() == MemoryAccess.Kind.LOAD) {
                read |= spaces(access);
            } else {
                written |= spaces(access);
            }
        }
    }

    /** Local memory is the thread's own, and constant memory nobody writes. */
    private static int spaces(MemoryAccess access) {
        if (access.space() == Space.LOCAL || access.space() == Space.CONST) {
            return 0;
        }
        return access.space() == Space.GLOBAL ? 1 : access.space() == Space.SHARED ? 2 : 3;
    }

    void clear() {
        instructions = 0;
        accesses = 0;
        read = 0;
        written = 0;
    }
}

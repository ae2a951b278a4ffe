package dev.diptych.sim.ptx.compile;

import dev.diptych.sim.ptx.syntax.Instruction;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** The families of instructions that are compiled lane by lane, by opcode. */
final class Lowerings {
    /** Orders or moves what a functional run does in order anyway; counted, and otherwise nothing. */
    private static final Lowering NOTHING = (instruction, frame) -> (e, site, access) -> {};

    private final Lowering arithmetic = new ArithmeticLowering();
    private final Map<String, Lowering> byOpcode;

    Lowerings(boolean isChecked) {
        Lowering moves = new MoveLowering();
        Lowering memory = new MemoryLowering(isChecked);
        Lowering atomics = new AtomicLowering(isChecked);
        byOpcode = Map.ofEntries(
                Map.entry("mov", moves),
                Map.entry("cvta", moves),
                Map.entry("isspacep", moves),
                Map.entry("mapa", new MoveToRankLowering()),
                Map.entry("lop3", new LogicLowering(arithmetic)),
                Map.entry("cvt", new ConversionLowering()),
                Map.entry("ld", memory),
                Map.entry("ldu", memory),
                Map.entry("st", memory),
                Map.entry("atom", atomics),
                Map.entry("red", atomics),
                Map.entry("cp", new AsyncCopyLowering(isChecked)),
                Map.entry("call", new SystemCallLowering()),
                Map.entry("membar", NOTHING),
                Map.entry("fence", NOTHING),
                Map.entry("prefetch", NOTHING),
                Map.entry("prefetchu", NOTHING),
                Map.entry("applypriority", NOTHING),
                Map.entry("discard", NOTHING),
                Map.entry("nanosleep", NOTHING),
                Map.entry("pmevent", NOTHING),
                Map.entry("griddepcontrol", NOTHING));
    }

    /** Returns the opcodes that are not arithmetic. */
    SortedSet<String> opcodes() {
        return new TreeSet<>(byOpcode.keySet());
    }

    Lowering of(Instruction instruction) {
        return byOpcode.getOrDefault(instruction.opcode(), arithmetic);
    }
}

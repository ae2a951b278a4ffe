package dev.diptych.sim.ptx.assembly;

import dev.diptych.sim.ptx.syntax.Instruction;
import dev.diptych.sim.ptx.syntax.Operand;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which instructions of a kernel write its registers, and which read them. */
final class Uses {
    private static final long LOW_WORD = 0xFFFF_FFFFL;

    private final List<Line> lines;
    private final Map<String, List<Integer>> writers = new HashMap<>();
    private final Map<String, List<Integer>> readers = new HashMap<>();

    Uses(List<Line> lines) {
        this.lines = lines;
        for (int i = 0; i < lines.size(); i++) {
            for (String register : lines.get(i).writes()) {
                writers.computeIfAbsent(register, absent -> new ArrayList<>()).add(i);
            }
            for (String register : lines.get(i).reads()) {
                readers.computeIfAbsent(register, absent -> new ArrayList<>()).add(i);
            }
        }
    }

    /** Returns the only instruction that writes a register, the one before it where it is a copy; -1 if there are several or none. */
    int writer(String register) {
        List<Integer> all = writers.getOrDefault(register, List.of());
        if (all.size() != 1) {
            return -1;
        }
        String copied = copied(lines.get(all.get(0)).instruction());
        int original = copied == null ? -1 : writer(copied);
        return original >= 0 ? original : all.get(0);
    }

    boolean hasSeveralWriters(String register) {
        return writers.getOrDefault(register, List.of()).size() > 1;
    }

    /** Returns the instructions that read a register or a copy of it. */
    List<Integer> readers(String register) {
        List<Integer> all = new ArrayList<>();
        for (int reader : readers.getOrDefault(register, List.of())) {
            List<String> copies = lines.get(reader).writes();
            if (copied(lines.get(reader).instruction()) != null
                    && !hasSeveralWriters(copies.get(0))
                    && !hasSeveralWriters(register)) {
                all.addAll(readers(copies.get(0)));
            } else {
                all.add(reader);
            }
        }
        return all;
    }

    /** Returns the register whose low word, or all of it, an instruction copies; null if it does something else. */
    private static @Nullable String copied(Instruction instruction) {
        List<Operand> operands = instruction.operands();
        boolean isCopy = instruction.guard() == null
                && switch (instruction.opcode()) {
                    case "mov", "cvta" -> true;
                    case "cvt" ->
                        instruction.modifiers().equals(List.of("u32", "u64"))
                                || instruction.modifiers().equals(List.of("u64", "u32"));
                    case "and" -> operands.get(2) instanceof Operand.Int mask && mask.value() == LOW_WORD;
                    default -> false;
                };
        return isCopy && operands.get(1) instanceof Operand.Reg from ? from.name() : null;
    }

    /** Returns whether an instruction has one result, which no other writes and which only instructions of some kind read, if any do. */
    boolean goesOnlyTo(int i, Predicate<Line> kind) {
        List<String> written = lines.get(i).writes();
        return written.size() == 1
                && lines.get(i).instruction().guard() == null
                && writer(written.get(0)) == i
                && !readers(written.get(0)).isEmpty()
                && readers(written.get(0)).stream().map(lines::get).allMatch(kind);
    }

    /** Returns whether its one result is read by one instruction only, of some kind and of the same basic block. */
    boolean goesToOne(int i, Predicate<Line> kind) {
        return goesOnlyTo(
                        i,
                        line -> kind.test(line) && line.block() == lines.get(i).block())
                && readers(lines.get(i).writes().get(0)).size() == 1;
    }
}

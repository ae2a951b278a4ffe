package dev.diptych.sim.ptx.assembly;

import dev.diptych.sim.ptx.syntax.Instruction;
import dev.diptych.sim.ptx.syntax.Operand;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Loads of neighbouring words of shared memory that the assembler makes one of two or four words, where it can tell that their address is a multiple
 * of so many bytes and nothing is stored in between.
 */
public final class JoinedLoads {
    /** Alignment that it gives variables of shared memory, and what it needs to know of an address. */
    private static final int MOST_BYTES = 16;
    /** Instructions that it looks through from an address to what it is made of. */
    private static final int MOST_STEPS = 16;

    /** Where a word is: the register that addresses start from, and the offset in bytes. */
    private record Word(String base, long offset) {}

    private final List<Line> lines;
    private final Uses uses;
    /** By load that takes part: the bytes that its machine instruction loads, 0 where that is another load's. */
    private final Map<Integer, Integer> loadedBytes = new HashMap<>();

    /** Finds those of a kernel. */
    public static JoinedLoads of(List<Line> kernel) {
        return new JoinedLoads(kernel, new Uses(kernel));
    }

    JoinedLoads(List<Line> lines, Uses uses) {
        this.lines = lines;
        this.uses = uses;
        Map<String, Map<Long, Integer>> loads = new TreeMap<>();
        for (int i = 0; i < lines.size(); i++) {
            if ((i > 0 && lines.get(i).block() != lines.get(i - 1).block())
                    || endsStretch(lines.get(i).instruction())) {
                loads.forEach((base, each) -> join(each, base));
                loads.clear();
            }
            Word word = word(lines.get(i).instruction());
            if (word != null) {
                loads.computeIfAbsent(word.base(), absent -> new TreeMap<>()).put(word.offset(), i);
            }
        }
        loads.forEach((base, each) -> join(each, base));
    }

    /** Returns whether a load has become part of another one. */
    boolean isJoined(int i) {
        return loadedBytes.getOrDefault(i, Integer.BYTES) == 0;
    }

    /** Returns the bytes of a lane that the machine instruction of an access moves, 0 if it has become part of another one. */
    public int loadedBytes(int i, int ownBytes) {
        return loadedBytes.getOrDefault(i, ownBytes);
    }

    private static boolean endsStretch(Instruction instruction) {
        return switch (instruction.opcode()) {
            case "st", "atom", "red", "bar", "barrier", "membar", "fence", "cp", "call", "stmatrix" -> true;
            default -> false;
        };
    }

    private static @Nullable Word word(Instruction instruction) {
        return instruction.opcode().equals("ld")
                        && instruction.has("shared")
                        && !instruction.has("volatile")
                        && instruction.guard() == null
                        && Selection.bytes(instruction) == Integer.BYTES
                        && instruction.operands().get(0) instanceof Operand.Reg
                        && instruction.operands().get(1) instanceof Operand.Address address
                        && address.base() instanceof Operand.Reg base
                ? new Word(base.name(), address.offset())
                : null;
    }

    /** Joins loads from one base: four words where all are there, else two. */
    private void join(Map<Long, Integer> loads, String base) {
        long alignment = alignment(base, MOST_STEPS);
        for (int bytes = MOST_BYTES; bytes > Integer.BYTES; bytes /= 2) {
            for (long first : List.copyOf(loads.keySet())) {
                if (alignment >= bytes && first % bytes == 0 && hasAll(loads, first, bytes)) {
                    loadedBytes.put(loads.remove(first), bytes);
                    for (long offset = first + Integer.BYTES; offset < first + bytes; offset += Integer.BYTES) {
                        loadedBytes.put(loads.remove(offset), 0);
                    }
                }
            }
        }
    }

    private static boolean hasAll(Map<Long, Integer> loads, long first, int bytes) {
        for (long offset = first; offset < first + bytes; offset += Integer.BYTES) {
            if (!loads.containsKey(offset)) {
                return false;
            }
        }
        return true;
    }

    /** Returns a power of two that a register is known to be a multiple of, up to the one that matters. */
    private long alignment(String register, int steps) {
        int writer = uses.writer(register);
        if (writer < 0 || steps == 0) {
            return 1;
        }
        Instruction instruction = lines.get(writer).instruction();
        List<Operand> operands = instruction.operands();
        return switch (instruction.opcode()) {
            case "mov" -> alignment(operands.get(1), steps);
            case "add", "sub", "or" -> Math.min(alignment(operands.get(1), steps), alignment(operands.get(2), steps));
            case "and" -> Math.max(alignment(operands.get(1), steps), alignment(operands.get(2), steps));
            case "shl" ->
                operands.get(2) instanceof Operand.Int distance && distance.value() < Integer.SIZE
                        ? capped(1L << distance.value())
                        : 1;
            case "mul" -> capped(alignment(operands.get(1), steps) * alignment(operands.get(2), steps));
            case "mad" ->
                Math.min(
                        capped(alignment(operands.get(1), steps) * alignment(operands.get(2), steps)),
                        alignment(operands.get(3), steps));
            default -> 1;
        };
    }

    private long alignment(Operand operand, int steps) {
        if (operand instanceof Operand.Int number) {
            return number.value() == 0 ? MOST_BYTES : capped(Long.lowestOneBit(number.value()));
        }
        if (operand instanceof Operand.Symbol symbol) {
            return symbol.offset() == 0 ? MOST_BYTES : capped(Long.lowestOneBit(symbol.offset()));
        }
        return operand instanceof Operand.Reg register ? alignment(register.name(), steps - 1) : 1;
    }

    private static long capped(long alignment) {
        return Math.min(MOST_BYTES, alignment);
    }
}

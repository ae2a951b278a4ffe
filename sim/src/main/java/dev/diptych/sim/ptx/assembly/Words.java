package dev.diptych.sim.ptx.assembly;

import dev.diptych.sim.ptx.syntax.Instruction;
import dev.diptych.sim.ptx.syntax.Operand;
import dev.diptych.sim.ptx.syntax.Type;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the two 32-bit words of registers are: the machine has no others, and an assembler that takes 64-bit values apart leaves out words that are
 * known to be zero, words that are copies, and words that nothing needs.
 */
final class Words {
    static final int LOW = 1;
    static final int HIGH = 2;
    private static final int BOTH = LOW | HIGH;

    private static final long LOW_WORD = 0xFFFF_FFFFL;

    /** Registers whose high word is zero. */
    private final Set<String> narrow = new HashSet<>();

    private final Map<String, Integer> needed = new HashMap<>();

    Words(List<Line> lines, Uses uses) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).writes().size() == 1
                    && !uses.hasSeveralWriters(lines.get(i).writes().get(0))
                    && hasZeroHigh(lines.get(i).instruction())) {
                narrow.add(lines.get(i).writes().get(0));
            }
        }
        boolean isNew = true;
        while (isNew) {
            isNew = false;
            for (int i = lines.size() - 1; i >= 0; i--) {
                isNew |= demand(lines.get(i));
            }
        }
    }

    /** Returns whether the high word of a 64-bit operand is known to be zero. */
    boolean isNarrow(Operand operand) {
        return operand instanceof Operand.Int number
                ? number.value() == (number.value() & LOW_WORD)
                : operand instanceof Operand.Reg register && narrow.contains(register.name());
    }

    /** Returns which words of its results anything needs. */
    int needed(Line line) {
        return line.writes().stream()
                .mapToInt(register -> needed.getOrDefault(register, 0))
                .reduce(0, (one, other) -> one | other);
    }

    /** Returns whether an instruction does nothing but what nobody needs. */
    boolean isDead(Line line) {
        return isPure(line) && needed(line) == 0;
    }

    /** Returns how many words of a logic operation are not zero or copies. */
    int operated(Line line) {
        Instruction instruction = line.instruction();
        int needs = needed(line);
        int count = 0;
        for (int word = LOW; word <= HIGH; word <<= 1) {
            int each = word;
            boolean isTrivial = instruction.operands().stream().skip(1).anyMatch(operand -> {
                long value = constant(operand, each);
                return value == 0 || (value == LOW_WORD && !instruction.opcode().equals("xor"));
            });
            count += (needs & word) != 0 && !isTrivial ? 1 : 0;
        }
        return count;
    }

    /** Returns a word of an operand, -1 if it is not known. */
    private long constant(Operand operand, int word) {
        if (operand instanceof Operand.Int number) {
            return word == LOW ? number.value() & LOW_WORD : number.value() >>> Integer.SIZE;
        }
        return word == HIGH && isNarrow(operand) ? 0 : -1;
    }

    private boolean hasZeroHigh(Instruction instruction) {
        List<Operand> operands = instruction.operands();
        return switch (instruction.opcode()) {
            case "cvt" ->
                instruction.modifiers().size() == 2
                        && Selection.bytes(instruction) < Long.BYTES
                        && instruction.modifiers().get(1).startsWith("u");
            case "and" -> isNarrow(operands.get(1)) || isNarrow(operands.get(2));
            case "or", "xor" -> isNarrow(operands.get(1)) && isNarrow(operands.get(2));
            case "selp" -> isNarrow(operands.get(1)) && isNarrow(operands.get(2));
            case "mov" -> isNarrow(operands.get(1));
            case "shr" ->
                isNarrow(operands.get(1))
                        || ((instruction.has("u64") || instruction.has("b64"))
                                && operands.get(2) instanceof Operand.Int number
                                && number.value() >= Integer.SIZE);
            default -> false;
        };
    }

    /** Asks for what an instruction needs; returns whether that is more than before. */
    private boolean demand(Line line) {
        if (isDead(line)) {
            return false;
        }
        int words = asked(line.instruction(), isPure(line) ? needed(line) : BOTH);
        boolean isMore = false;
        for (String register : line.reads()) {
            int before = needed.getOrDefault(register, 0);
            isMore |= (before | words) != before;
            needed.put(register, before | words);
        }
        return isMore;
    }

    /** Returns the words of its operands that an instruction needs for some words of its result. */
    private int asked(Instruction instruction, int result) {
        if (instruction.opcode().equals("cvt")) {
            List<String> types = instruction.modifiers();
            return types.size() == 2 && "su".indexOf(types.get(0).charAt(0)) >= 0 && Selection.isWhole(instruction)
                    ? Type.of(types.get(0)).bytes() < Long.BYTES ? LOW : result
                    : BOTH;
        }
        if (Selection.bytes(instruction) != Long.BYTES || !Selection.isWhole(instruction)) {
            return BOTH;
        }
        return switch (instruction.opcode()) {
            case "and" -> result & ~zeros(instruction.operands().get(2));
            case "or", "xor", "not", "selp", "cvta" -> result;
            case "mov" -> instruction.operands().stream().anyMatch(Operand.Vector.class::isInstance) ? BOTH : result;
            case "add", "sub", "neg" -> result | LOW;
            case "mul", "mad" -> instruction.has("lo") ? result | LOW : BOTH;
            case "shl" -> shifted(instruction, LOW, result | LOW);
            case "shr" -> shifted(instruction, HIGH, result | HIGH);
            default -> BOTH;
        };
    }

    /** Returns the words of a constant that are zero. */
    private int zeros(Operand operand) {
        return (constant(operand, LOW) == 0 ? LOW : 0) | (constant(operand, HIGH) == 0 ? HIGH : 0);
    }

    private static int shifted(Instruction instruction, int byWord, int byLess) {
        return instruction.operands().get(2) instanceof Operand.Int number
                ? number.value() >= Integer.SIZE ? byWord : byLess
                : BOTH;
    }

    /** Returns whether nothing comes of an instruction but its results. */
    private static boolean isPure(Line line) {
        Instruction instruction = line.instruction();
        return !line.writes().isEmpty()
                && switch (instruction.opcode()) {
                    case "ld" ->
                        !instruction.has("volatile") && !instruction.has("acquire") && !instruction.has("relaxed");
                    case "add",
                            "sub",
                            "mul",
                            "mad",
                            "fma",
                            "div",
                            "rem",
                            "abs",
                            "neg",
                            "min",
                            "max",
                            "popc",
                            "clz",
                            "bfind",
                            "brev",
                            "bfe",
                            "bfi",
                            "prmt",
                            "and",
                            "or",
                            "xor",
                            "not",
                            "lop3",
                            "cnot",
                            "shl",
                            "shr",
                            "shf",
                            "setp",
                            "set",
                            "selp",
                            "slct",
                            "mov",
                            "cvt",
                            "cvta",
                            "rcp",
                            "sqrt",
                            "rsqrt",
                            "ex2",
                            "lg2",
                            "sin",
                            "cos",
                            "tanh",
                            "testp",
                            "copysign",
                            "dp4a",
                            "dp2a",
                            "sad",
                            "mul24",
                            "mad24" -> true;
                    default -> false;
                };
    }
}

package dev.diptych.sim.ptx.assembly;

import static dev.diptych.sim.ptx.assembly.MachineOpcode.IADD3;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.IMAD;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.ISETP;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.LOP3;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.SEL;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.SHF;

import dev.diptych.sim.ptx.syntax.Instruction;
import dev.diptych.sim.ptx.syntax.Operand;
import org.jspecify.annotations.Nullable;

/** Arithmetic and logic of 64-bit whole numbers, word by word. */
final class WideNumbers {
    private WideNumbers() {}

    /** Returns the cost of an instruction; null if it does not depend on what the words of its operands are. */
    static @Nullable Cost cost(Line line, Words words) {
        Instruction instruction = line.instruction();
        int needed = words.needed(line);
        int count = Integer.bitCount(needed);
        return switch (instruction.opcode()) {
            // The low word's carry goes into the high one.
            case "add", "sub", "neg" -> (needed & Words.HIGH) != 0 ? Cost.of(IADD3, IADD3) : Cost.of(IADD3);
            case "and", "or", "xor", "not" -> parallel(words.operated(line), LOP3);
            case "selp" -> parallel(count - zeroHighs(instruction, words, 1, 2), SEL);
            case "shl", "shr" -> shift(instruction, needed, words);
            case "mul" -> instruction.has("lo") ? product(instruction, needed, words) : null;
            case "setp" -> zeroHighs(instruction, words, 1, 2) > 0 ? Cost.of(ISETP) : Cost.of(ISETP, ISETP);
            default -> null;
        };
    }

    private static Cost parallel(int count, MachineOpcode kind) {
        return count <= 0 ? Cost.NONE : Cost.parallel(count, kind);
    }

    /** Returns 1 if two operands have high words that are zero, else 0. */
    private static int zeroHighs(Instruction instruction, Words words, int first, int second) {
        return words.isNarrow(instruction.operands().get(first))
                        && words.isNarrow(instruction.operands().get(second))
                ? 1
                : 0;
    }

    private static Cost shift(Instruction instruction, int needed, Words words) {
        if (!(instruction.operands().get(2) instanceof Operand.Int distance)) {
            return Cost.parallel(3, SHF);
        }
        boolean isLeft = instruction.opcode().equals("shl");
        boolean isSigned = instruction.has("s64");
        int count = Integer.bitCount(needed);
        if (distance.value() >= Integer.SIZE) {
            boolean moves = distance.value() > Integer.SIZE && (needed & (isLeft ? Words.HIGH : Words.LOW)) != 0;
            boolean extendsSign = isSigned && !isLeft && (needed & Words.HIGH) != 0;
            return parallel((moves ? 1 : 0) + (extendsSign ? 1 : 0), SHF);
        }
        boolean hasZero =
                !isLeft && !isSigned && words.isNarrow(instruction.operands().get(1));
        return parallel(hasZero ? count - (needed & Words.HIGH) / Words.HIGH : count, SHF);
    }

    /** Returns the cost of a product's low 64 bits: that of the low words, and the high ones' with them. */
    static Cost product(Instruction instruction, int needed, Words words) {
        if ((needed & Words.HIGH) == 0) {
            return Cost.of(IMAD);
        }
        Operand first = instruction.operands().get(1);
        Operand second = instruction.operands().get(2);
        if (words.isNarrow(first) && words.isNarrow(second)) {
            // ptxas adds the product with a constant's high word, zero as it is.
            return second instanceof Operand.Int ? Cost.of(IMAD, IADD3) : Cost.of(IMAD);
        }
        Cost wide = Cost.of(IMAD, IADD3).beside(Cost.of(IMAD));
        return words.isNarrow(first) || words.isNarrow(second) ? wide : wide.beside(Cost.of(IMAD));
    }
}

package dev.diptych.sim.ptx.assembly;

import static dev.diptych.sim.ptx.assembly.MachineOpcode.F2I;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.IADD3;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.IMAD;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.ISETP;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.LOP3;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.MOV;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.PRMT;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.SEL;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.SHF;

import dev.diptych.sim.ptx.syntax.Instruction;
import dev.diptych.sim.ptx.syntax.Operand;
import dev.diptych.sim.ptx.syntax.Type;

/** Arithmetic and logic of whole numbers. */
final class WholeNumbers {
    private WholeNumbers() {}

    static Cost cost(Instruction instruction) {
        boolean isWide = Selection.bytes(instruction) == Long.BYTES;
        return switch (instruction.opcode()) {
            case "addc", "subc" -> isWide ? Cost.of(IADD3, IADD3) : Cost.of(IADD3);
            case "add", "sub", "neg" -> Cost.of(IADD3);
            case "abs" -> isWide ? Cost.of(ISETP, IADD3, IADD3, SEL).beside(Cost.of(SEL)) : Cost.of(LOP3, IADD3);
            case "mul", "mad", "madc", "mul24", "mad24" -> product(instruction, isWide);
            case "div", "rem" ->
                Sequences.division(
                        Type.of(Selection.type(instruction)),
                        instruction.opcode().equals("rem"),
                        instruction.operands().get(2) instanceof Operand.Int);
            case "and", "or", "xor", "not", "lop3", "cnot" ->
                instruction.has("pred") ? Cost.of(ISETP) : isWide ? Cost.parallel(2, LOP3) : Cost.of(LOP3);
            case "shl", "shr", "shf" -> Cost.of(SHF);
            case "min", "max" -> isWide ? Cost.of(ISETP, ISETP, SEL).beside(Cost.of(SEL)) : Cost.of(SEL);
            case "popc" -> isWide ? Cost.of(F2I, IADD3).beside(Cost.of(F2I)) : Cost.of(F2I);
            case "bfind", "fns" -> Cost.of(F2I);
            case "clz" -> isWide ? Cost.of(F2I, IADD3, SEL).beside(Cost.of(ISETP, IADD3, MOV)) : Cost.of(F2I, IADD3);
            case "brev" -> isWide ? Cost.parallel(2, F2I) : Cost.of(F2I);
            case "bfe", "bfi" -> bits(instruction, isWide);
            case "prmt" -> Cost.of(PRMT);
            case "dp4a", "dp2a" -> Cost.of(IMAD);
            default -> Cost.of(LOP3);
        };
    }

    private static Cost product(Instruction instruction, boolean isWide) {
        if (!isWide) {
            return Cost.of(IMAD);
        }
        return instruction.has("hi")
                ? Sequences.chain(IMAD, 6, 4).then(Cost.of(IADD3))
                : Cost.of(IMAD, IMAD, IADD3).beside(Cost.of(IMAD));
    }

    private static Cost bits(Instruction instruction, boolean isWide) {
        boolean isFixed = instruction.operands().get(instruction.operands().size() - 1) instanceof Operand.Int;
        Cost once = Cost.of(SHF, SHF);
        return isFixed ? isWide ? once.then(Cost.of(LOP3)) : once : once.beside(Cost.parallel(3, PRMT));
    }
}

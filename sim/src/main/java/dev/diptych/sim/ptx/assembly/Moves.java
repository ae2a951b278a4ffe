package dev.diptych.sim.ptx.assembly;

import static dev.diptych.sim.ptx.assembly.MachineOpcode.F2I;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.FFMA;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.HFMA2;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.LDC;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.LOP3;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.MOV;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.PRMT;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.S2R;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.SEL;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.SHF;

import dev.diptych.sim.ptx.syntax.Instruction;
import dev.diptych.sim.ptx.syntax.Operand;
import dev.diptych.sim.ptx.syntax.Type;
import java.util.List;

/** Moves, selections and conversions. */
final class Moves {
    private static final List<String> HALVES = List.of("f16", "bf16", "f16x2", "bf16x2");

    private Moves() {}

    /**
     * @param source opcode and type of what wrote the operand, if one instruction alone did
     * @param isRegister whether a register has to hold its result, even if it is a constant
     */
    static Cost cost(Instruction instruction, String source, boolean isRegister) {
        return switch (instruction.opcode()) {
            case "mov" -> move(instruction, isRegister);
            case "selp" -> Selection.bytes(instruction) == Long.BYTES ? Cost.parallel(2, SEL) : Cost.of(SEL);
            case "cvt" -> conversion(instruction, source);
            case "cvta" -> Cost.NONE;
            default -> Cost.of(LOP3);
        };
    }

    /** Copies are renamed away, and constants are operands, but for the first values of variables; what the hardware has to fetch is left. */
    private static Cost move(Instruction instruction, boolean isRegister) {
        Operand from = instruction.operands().get(1);
        if (from instanceof Operand.Special special) {
            boolean isParameter =
                    special.name().contains("ntid") || special.name().contains("nctaid");
            return Cost.of(isParameter ? LDC : S2R);
        }
        if (isRegister && (from instanceof Operand.Int || from instanceof Operand.Float)) {
            return Cost.of(MOV);
        }
        if (from instanceof Operand.Vector && Selection.bytes(instruction) == Integer.BYTES) {
            return Cost.of(PRMT);
        }
        return Cost.NONE;
    }

    private static Cost conversion(Instruction instruction, String source) {
        List<String> types =
                instruction.modifiers().stream().filter(Type::isType).toList();
        String to = types.get(0);
        String from = types.get(types.size() - 1);
        boolean toWhole = isWhole(to);
        boolean fromWhole = isWhole(from);
        if (toWhole && fromWhole) {
            return ofWhole(instruction, Type.of(to), Type.of(from), source);
        }
        if (HALVES.contains(to) || HALVES.contains(from) || to.equals("tf32")) {
            return toWhole || fromWhole || to.equals("f64") || from.equals("f64") ? Cost.of(F2I) : Cost.of(HFMA2);
        }
        if (to.equals("f32") && from.equals("f32")) {
            boolean rounds = List.of("rni", "rzi", "rmi", "rpi").stream().anyMatch(instruction::has);
            return Cost.of(rounds ? F2I : FFMA);
        }
        // 32-bit whole numbers become singles on the ALU.
        return fromWhole && to.equals("f32") && Type.of(from).bytes() == Integer.BYTES ? Cost.of(LOP3) : Cost.of(F2I);
    }

    private static boolean isWhole(String type) {
        return type.startsWith("s") || type.startsWith("u") || (type.startsWith("b") && !type.startsWith("bf"));
    }

    private static Cost ofWhole(Instruction instruction, Type to, Type from, String source) {
        if (instruction.has("sat")) {
            return Cost.of(F2I, LOP3);
        }
        if (to.bytes() <= from.bytes()) {
            return to.bytes() == 1 ? Cost.of(LOP3) : Cost.NONE;
        }
        if (from.bytes() == Integer.BYTES) {
            // The high word is the sign, or the zero register.
            return from.isSigned() ? Cost.of(SHF) : Cost.NONE;
        }
        boolean isLoadedSo = source.equals("ld." + from) || source.equals("ld.b" + 8 * from.bytes());
        return (isLoadedSo && !from.isSigned()) || source.equals("ld." + from) ? Cost.NONE : Cost.of(PRMT);
    }
}

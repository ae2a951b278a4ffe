package dev.diptych.sim.ptx.assembly;

import static dev.diptych.sim.ptx.assembly.MachineOpcode.DFMA;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.FFMA;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.FMNMX;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.FSETP;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.HFMA2;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.LOP3;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.MOV;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.MUFU;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.SEL;

import dev.diptych.sim.ptx.syntax.Instruction;

/** Arithmetic of floating-point numbers. */
final class FloatingPoint {
    private FloatingPoint() {}

    static Cost cost(Instruction instruction) {
        return switch (Selection.type(instruction)) {
            case "f64" -> ofDoubles(instruction);
            case "f32", "f32x2" -> ofSingles(instruction);
            default -> ofHalves(instruction);
        };
    }

    private static Cost ofSingles(Instruction instruction) {
        boolean flushes = instruction.has("ftz");
        boolean isApproximate = instruction.has("approx");
        return switch (instruction.opcode()) {
            case "div" ->
                isApproximate || instruction.has("full") ? quotient(instruction) : Sequences.divisionOfSingles();
            case "rcp" ->
                !isApproximate
                        ? Sequences.reciprocalOfSingle()
                        : flushes
                                ? Cost.of(MUFU)
                                : Sequences.approximation(false).beside(Cost.of(FSETP, SEL, MOV));
            case "sqrt" -> isApproximate ? Sequences.approximation(flushes) : Sequences.rootOfSingle();
            case "rsqrt", "ex2", "lg2" -> Sequences.approximation(flushes);
            case "sin", "cos" -> Cost.of(FFMA, MUFU);
            case "tanh" -> Cost.of(MUFU);
            case "min", "max" -> Cost.of(FMNMX);
            case "copysign" -> Cost.of(LOP3);
            default -> Selection.bytes(instruction) == Long.BYTES ? Cost.parallel(2, FFMA) : Cost.of(FFMA);
        };
    }

    private static Cost quotient(Instruction instruction) {
        if (instruction.has("approx") && instruction.has("ftz")) {
            return Cost.of(MUFU, FFMA);
        }
        Cost scaled = Cost.of(FSETP, SEL, FFMA, MUFU, FFMA).beside(Cost.of(FFMA, SEL));
        return instruction.has("full") && !instruction.has("ftz") ? scaled.beside(Cost.of(FSETP, FFMA, FFMA)) : scaled;
    }

    private static Cost ofDoubles(Instruction instruction) {
        boolean isApproximate = instruction.has("approx");
        return switch (instruction.opcode()) {
            case "div" -> Sequences.divisionOfDoubles();
            case "rcp" -> isApproximate ? Cost.of(MUFU, MOV) : Sequences.reciprocalOfDouble();
            case "sqrt", "rsqrt" ->
                isApproximate && instruction.has("ftz") ? Cost.of(MUFU, MOV) : Sequences.rootOfDouble();
            case "min", "max" -> Cost.of(DFMA, SEL).beside(Cost.of(SEL, LOP3)).beside(Cost.parallel(4, MOV));
            case "copysign" -> Cost.of(LOP3);
            default -> Cost.of(DFMA);
        };
    }

    private static Cost ofHalves(Instruction instruction) {
        return switch (instruction.opcode()) {
            case "ex2", "tanh" -> Cost.of(MUFU);
            case "min", "max" -> Cost.of(FMNMX);
            default -> Cost.of(HFMA2);
        };
    }
}

package dev.diptych.sim.ptx.assembly;

import static dev.diptych.sim.ptx.assembly.MachineOpcode.BRA;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.BSSY;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.DFMA;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.F2I;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.FENCE;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.FFMA;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.IADD3;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.ISETP;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.LDG;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.LOP3;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.MOV;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.REDUX;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.S2R;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.SHFL;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.UIADD3;

import dev.diptych.sim.ptx.syntax.Instruction;

/** Atomics and reductions in memory, with what the assembler puts around those that the hardware does not have, or that it makes once for a warp. */
final class Atomics {
    /** One lane adds for all that are there, and tells them what was before. */
    private static final Cost ADDITION_OF_WARP =
            Cost.of(LDG, SHFL, IADD3).beside(Cost.of(S2R, UIADD3, F2I, F2I, ISETP, S2R, LOP3, F2I));
    /** One lane hands in what is left of all lanes' operands. */
    private static final Cost REDUCTION_OF_WARP = Cost.of(REDUX, MOV, LDG).beside(Cost.of(S2R, UIADD3, UIADD3, ISETP));
    /** Tries until nobody else has written in between. */
    private static final Cost LOOP_OF_SINGLES = Cost.of(LDG, FFMA, LDG, ISETP).beside(Cost.of(MOV, BSSY, BRA, BSSY));

    private static final Cost LOOP_OF_DOUBLES =
            Cost.of(LDG, DFMA, LDG, ISETP, ISETP).beside(Cost.of(MOV, BSSY, BRA, BSSY));

    private Atomics() {}

    /**
     * @param isUniform whether all lanes name one address
     * @param isUsed whether anything reads its result
     */
    static Cost cost(Instruction instruction, boolean isUniform, boolean isUsed) {
        Cost cost = isUniform && isOfWarp(instruction, isUsed)
                ? isUsed ? ADDITION_OF_WARP : REDUCTION_OF_WARP
                : instruction.has("shared") && instruction.has("add") && !Selection.isWhole(instruction)
                        ? Selection.bytes(instruction) == Long.BYTES ? LOOP_OF_DOUBLES : LOOP_OF_SINGLES
                        : Cost.of(LDG);
        if (!instruction.has("acq_rel") && !instruction.has("release") && !instruction.has("acquire")) {
            return cost;
        }
        Cost ordered = cost.beside(Cost.of(FENCE, FENCE, FENCE, FENCE));
        // Fences have no predicate: a branch leads around.
        return instruction.guard() == null ? ordered : ordered.beside(Cost.of(BSSY, BRA, BSSY));
    }

    private static boolean isOfWarp(Instruction instruction, boolean isUsed) {
        boolean isReduction = instruction.has("min")
                || instruction.has("max")
                || instruction.has("and")
                || instruction.has("or")
                || instruction.has("xor");
        return Selection.isWhole(instruction)
                && Selection.bytes(instruction) == Integer.BYTES
                && (instruction.has("add") || (isReduction && !isUsed));
    }
}

package dev.diptych.sim.ptx.compile;

import dev.diptych.sim.ptx.exec.SystemCalls;
import dev.diptych.sim.ptx.syntax.Instruction;
import dev.diptych.sim.ptx.syntax.Operand;
import org.objectweb.asm.Opcodes;

/** Calls of what the driver provides: {@code printf} and {@code assert}. */
final class SystemCallLowering implements Lowering {
    private static final String CALLS = org.objectweb.asm.Type.getInternalName(SystemCalls.class);

    @Override
    public Emission of(Instruction instruction, Frame frame) {
        boolean isPrint = instruction.has(Inliner.PRINTF);
        int results = instruction.operands().size() - (isPrint ? 2 : 5);
        if (results < 0 || results > 1) {
            throw frame.refused(
                    instruction,
                    "it has %d parameters".formatted(instruction.operands().size()));
        }
        if (isPrint) {
            return (e, site, access) -> {
                int offset = results == 0 ? -1 : offset(instruction, 0, frame);
                e.pushWarp();
                e.pushLane();
                e.push(site);
                e.push(offset(instruction, results, frame));
                e.push(offset(instruction, results + 1, frame));
                e.call(CALLS, "print", "(L" + LaneEmitter.WARP + ";IIII)I");
                int printed = e.newLocal(1);
                e.code().visitVarInsn(Opcodes.ISTORE, printed);
                if (offset >= 0) {
                    e.pushWarp();
                    e.pushLane();
                    e.push(offset);
                    e.code().visitVarInsn(Opcodes.ILOAD, printed);
                    e.call(CALLS, "result", "(L" + LaneEmitter.WARP + ";III)V");
                }
            };
        }
        return (e, site, access) -> {
            e.pushWarp();
            e.pushLane();
            e.push(site);
            for (int i = 0; i < 4; i++) {
                e.push(offset(instruction, results + i, frame));
            }
            e.call(CALLS, "fail", "(L" + LaneEmitter.WARP + ";IIIIII)V");
        };
    }

    private static int offset(Instruction instruction, int operand, Frame frame) {
        if (instruction.operands().get(operand) instanceof Operand.Symbol symbol) {
            Frame.Place place = frame.place(symbol.name());
            if (place != null) {
                return (int) place.offset();
            }
        }
        throw frame.refused(instruction, "parameter %d should be a variable".formatted(operand));
    }
}

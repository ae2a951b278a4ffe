package dev.diptych.sim.ptx.compile;

import dev.diptych.sim.ptx.arith.Instructions;
import dev.diptych.sim.ptx.syntax.Instruction;
import dev.diptych.sim.ptx.syntax.Operand;
import dev.diptych.sim.ptx.syntax.Type;
import java.lang.reflect.Method;
import java.util.Objects;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/** {@code lop3}, alone or with a predicate: whether the result has any bit, and or or another predicate (PTX ISA 9.0, "lop3"). */
final class LogicLowering implements Lowering {
    private static final int SOURCES = 4;

    private final Lowering alone;

    LogicLowering(Lowering alone) {
        this.alone = alone;
    }

    @Override
    public Emission of(Instruction instruction, Frame frame) {
        if (!instruction.has("and") && !instruction.has("or")) {
            return alone.of(instruction, frame);
        }
        if (!instruction.name().matches("lop3\\.(and|or)\\.b32")
                || instruction.operands().size() != SOURCES + 2
                || !(instruction.operands().get(0) instanceof Operand.Pair pair)) {
            throw frame.refused(instruction, "it should be of the form d|p, a, b, c, table, q");
        }
        Method method = Objects.requireNonNull(Instructions.all().get("lop3.b32"));
        return (e, site, access) -> {
            for (int i = 1; i <= SOURCES; i++) {
                Values.push(e, instruction, instruction.operands().get(i), int.class, Type.B32);
            }
            e.call(method);
            int result = e.newLocal(1);
            e.code().visitVarInsn(Opcodes.ISTORE, result);
            Values.push(e, instruction, instruction.operands().get(SOURCES + 1), boolean.class, Type.PRED);
            pushHasBits(e, result);
            e.code().visitInsn(instruction.has("and") ? Opcodes.IAND : Opcodes.IOR);
            Values.pop(e, instruction, pair.second(), boolean.class, Type.PRED);
            e.code().visitVarInsn(Opcodes.ILOAD, result);
            Values.pop(e, instruction, pair.first(), int.class, Type.B32);
        };
    }

    private static void pushHasBits(LaneEmitter e, int local) {
        int answer = e.newLocal(1);
        Label end = new Label();
        e.push(0);
        e.code().visitVarInsn(Opcodes.ISTORE, answer);
        e.code().visitVarInsn(Opcodes.ILOAD, local);
        e.code().visitJumpInsn(Opcodes.IFEQ, end);
        e.push(1);
        e.code().visitVarInsn(Opcodes.ISTORE, answer);
        e.code().visitLabel(end);
        e.code().visitVarInsn(Opcodes.ILOAD, answer);
    }
}

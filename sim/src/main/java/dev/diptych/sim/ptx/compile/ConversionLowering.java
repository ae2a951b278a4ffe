package dev.diptych.sim.ptx.compile;

import dev.diptych.sim.ptx.arith.Conversion;
import dev.diptych.sim.ptx.syntax.Instruction;
import dev.diptych.sim.ptx.syntax.Type;
import java.lang.reflect.Method;
import java.util.Optional;

/** {@code cvt} of one operand: a chain of calls. Other forms are arithmetic. */
final class ConversionLowering implements Lowering {
    private final Lowering packed = new ArithmeticLowering();

    @Override
    public Emission of(Instruction instruction, Frame frame) {
        Optional<Conversion> found = Conversion.of(instruction.name());
        if (found.isEmpty()) {
            return packed.of(instruction, frame);
        }
        Conversion conversion = found.get();
        return (emitter, site, firstAccess) -> write(emitter, instruction, conversion);
    }

    private static void write(LaneEmitter e, Instruction instruction, Conversion conversion) {
        Class<?> value = java(conversion.from());
        Values.push(e, instruction, instruction.operands().get(1), value, conversion.from());
        for (Method step : conversion.steps()) {
            e.call(step);
            value = step.getReturnType();
        }
        Values.pop(e, instruction, instruction.operands().get(0), value, conversion.to());
    }

    private static Class<?> java(Type type) {
        return type == Type.F32 ? float.class : type == Type.F64 ? double.class : Values.raw(type);
    }
}

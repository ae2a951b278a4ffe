package dev.diptych.sim.ptx.compile;

import dev.diptych.sim.ptx.syntax.Instruction;
import dev.diptych.sim.ptx.syntax.Operand;
import dev.diptych.sim.ptx.syntax.Type;
import org.objectweb.asm.Opcodes;

/** Operands on the JVM's stack, as {@code int}, {@code long}, {@code float}, {@code double} or {@code boolean}. */
final class Values {
    private static final int NARROW_MASK = 0xFFFF;

    private Values() {}

    /**
     * Pushes an operand as a Java type.
     *
     * @param type that the instruction gives it, which narrows constants
     */
    static void push(LaneEmitter e, Instruction user, Operand operand, Class<?> java, Type type) {
        if (java == boolean.class && operand instanceof Operand.Int constant) {
            e.push(constant.value() == 0 ? 0 : 1);
        } else if (java == boolean.class) {
            e.pushBoolean(user, register(e, user, operand));
        } else if (java == int.class) {
            pushInt(e, user, operand, type);
        } else if (java == long.class) {
            pushLong(e, user, operand, type);
        } else if (java == float.class) {
            pushFloat(e, user, operand);
        } else {
            pushDouble(e, user, operand);
        }
    }

    private static Operand.Reg register(LaneEmitter e, Instruction user, Operand operand) {
        if (operand instanceof Operand.Reg register) {
            return register;
        }
        throw e.frame().refused(user, "a register is expected, but there is " + operand);
    }

    private static void pushInt(LaneEmitter e, Instruction user, Operand operand, Type type) {
        if (operand instanceof Operand.Int constant) {
            int value = (int) constant.value();
            e.push(type.bytes() == Short.BYTES ? value & NARROW_MASK : value);
        } else if (operand instanceof Operand.Float constant) {
            e.push(Float.floatToRawIntBits(single(constant)));
        } else {
            Operand.Reg register = register(e, user, operand);
            e.pushRaw(user, register.name());
            if (kind(e, user, register) == Slot.Kind.LONG) {
                e.code().visitInsn(Opcodes.L2I);
            }
        }
    }

    static void pushLong(LaneEmitter e, Instruction user, Operand operand, Type type) {
        if (operand instanceof Operand.Int constant) {
            e.push(constant.value());
        } else if (operand instanceof Operand.Float constant) {
            e.push(Double.doubleToRawLongBits(real(constant)));
        } else {
            Operand.Reg register = register(e, user, operand);
            e.pushRaw(user, register.name());
            if (kind(e, user, register) == Slot.Kind.INT) {
                widen(e, type.isSigned());
            }
        }
    }

    private static void pushFloat(LaneEmitter e, Instruction user, Operand operand) {
        if (operand instanceof Operand.Float constant) {
            e.code().visitLdcInsn(single(constant));
        } else if (operand instanceof Operand.Int constant) {
            e.code().visitLdcInsn((float) constant.value());
        } else {
            e.pushFloat(user, narrow(e, user, operand, Slot.Kind.INT).name());
        }
    }

    private static void pushDouble(LaneEmitter e, Instruction user, Operand operand) {
        if (operand instanceof Operand.Float constant) {
            e.code().visitLdcInsn(real(constant));
        } else if (operand instanceof Operand.Int constant) {
            e.code().visitLdcInsn((double) constant.value());
        } else {
            e.pushFloat(user, narrow(e, user, operand, Slot.Kind.LONG).name());
        }
    }

    private static Operand.Reg narrow(LaneEmitter e, Instruction user, Operand operand, Slot.Kind kind) {
        Operand.Reg register = register(e, user, operand);
        if (kind(e, user, register) != kind) {
            throw e.frame().refused(user, "register '%s' has the wrong size".formatted(register.name()));
        }
        return register;
    }

    private static Slot.Kind kind(LaneEmitter e, Instruction user, Operand.Reg register) {
        return e.frame().slot(user, register.name()).kind();
    }

    private static float single(Operand.Float constant) {
        return constant.type() == Type.F32
                ? Float.intBitsToFloat((int) constant.bits())
                : (float) Double.longBitsToDouble(constant.bits());
    }

    private static double real(Operand.Float constant) {
        return constant.type() == Type.F32
                ? Float.intBitsToFloat((int) constant.bits())
                : Double.longBitsToDouble(constant.bits());
    }

    /** Makes the {@code int} on the stack a {@code long}. */
    static void widen(LaneEmitter e, boolean isSigned) {
        e.code().visitInsn(Opcodes.I2L);
        if (!isSigned) {
            e.push(0xFFFFFFFFL);
            e.code().visitInsn(Opcodes.LAND);
        }
    }

    /**
     * Pops a result into a register, extended to its size as the type says (PTX ISA 9.0, section "Operand Size Exceeding Instruction-Type
     * Size").
     */
    static void pop(LaneEmitter e, Instruction user, Operand target, Class<?> java, Type type) {
        if (target instanceof Operand.Sink) {
            e.code().visitInsn(java == long.class || java == double.class ? Opcodes.POP2 : Opcodes.POP);
            return;
        }
        Operand.Reg register = register(e, user, target);
        Slot slot = e.frame().slot(user, register.name());
        if (slot.kind() == Slot.Kind.PRED) {
            e.popBoolean(user, register.name());
        } else if (java == float.class || java == double.class) {
            narrow(e, user, target, java == float.class ? Slot.Kind.INT : Slot.Kind.LONG);
            e.popFloat(user, register.name());
        } else if (java == long.class) {
            if (slot.kind() == Slot.Kind.INT) {
                e.code().visitInsn(Opcodes.L2I);
                narrow(e, slot);
            }
            e.popRaw(user, register.name());
        } else {
            extend(e, type);
            if (slot.kind() == Slot.Kind.LONG) {
                widen(e, type.isSigned());
            } else {
                narrow(e, slot);
            }
            e.popRaw(user, register.name());
        }
    }

    private static void extend(LaneEmitter e, Type type) {
        if (type == Type.S8) {
            e.code().visitInsn(Opcodes.I2B);
        } else if (type == Type.S16) {
            e.code().visitInsn(Opcodes.I2S);
        }
    }

    private static void narrow(LaneEmitter e, Slot slot) {
        if (slot.isNarrow()) {
            e.push(slot.type().bytes() == Byte.BYTES ? 0xFF : NARROW_MASK);
            e.code().visitInsn(Opcodes.IAND);
        }
    }

    /** Returns the Java type that holds a type's bits. */
    static Class<?> raw(Type type) {
        return type == Type.PRED ? boolean.class : type.bytes() == Long.BYTES ? long.class : int.class;
    }

    /** Returns the last type among an instruction's modifiers. */
    static Type lastType(Instruction instruction, Frame frame) {
        for (int i = instruction.modifiers().size() - 1; i >= 0; i--) {
            if (Type.isType(instruction.modifiers().get(i))) {
                return Type.of(instruction.modifiers().get(i));
            }
        }
        throw frame.refused(instruction, "it names no type");
    }
}

package dev.diptych.sim.ptx.compile;

import dev.diptych.sim.ptx.exec.Access;
import dev.diptych.sim.ptx.exec.SpecialRegisters;
import dev.diptych.sim.ptx.syntax.Instruction;
import dev.diptych.sim.ptx.syntax.Operand;
import dev.diptych.sim.ptx.syntax.Space;
import dev.diptych.sim.ptx.syntax.Type;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;

/** {@code mov}, {@code cvta} and {@code isspacep}: values, special registers, addresses, packing and unpacking. */
final class MoveLowering implements Lowering {
    private static final Map<String, Method> SPECIALS = SpecialRegisters.all();
    /** What is left of a generic address in its own space. */
    private static final long OFFSET_MASK = Access.SHARED_WINDOW - 1;

    private static final int SHORT_BITS = 16;

    @Override
    public Emission of(Instruction instruction, Frame frame) {
        Operand source = instruction.operands().get(1);
        Type type = instruction.opcode().equals("isspacep") ? Type.U64 : Values.lastType(instruction, frame);
        if (type == Type.B128) {
            throw frame.refused(instruction, "128-bit registers are not supported");
        }
        if (source instanceof Operand.Special special) {
            special(instruction, special, frame);
        } else if (source instanceof Operand.Symbol symbol && frame.place(symbol.name()) == null) {
            throw frame.refused(instruction, "'%s' is not a variable".formatted(symbol.name()));
        }
        return switch (instruction.opcode()) {
            case "cvta" -> (e, site, access) -> convertAddress(e, instruction, type);
            case "isspacep" -> (e, site, access) -> isInSpace(e, instruction);
            default -> (e, site, access) -> move(e, instruction, type);
        };
    }

    private static Method special(Instruction instruction, Operand.Special special, Frame frame) {
        String name = special.name().replaceFirst("^%", "")
                + (special.component().isEmpty() ? "" : "." + special.component());
        Method method = SPECIALS.get(name);
        if (method == null) {
            throw frame.refused(instruction, "special register %%%s is not supported".formatted(name));
        }
        return method;
    }

    private static void move(LaneEmitter e, Instruction instruction, Type type) {
        Operand target = instruction.operands().get(0);
        Operand source = instruction.operands().get(1);
        if (source instanceof Operand.Vector vector) {
            pack(e, instruction, target, vector.elements(), type);
        } else if (target instanceof Operand.Vector vector) {
            unpack(e, instruction, vector.elements(), source, type);
        } else if (source instanceof Operand.Special special) {
            Method method = special(instruction, special, e.frame());
            e.pushWarp();
            e.pushLane();
            e.call(method);
            Values.pop(e, instruction, target, method.getReturnType(), type);
        } else if (source instanceof Operand.Symbol symbol) {
            pushAddress(e, instruction, symbol);
            Values.pop(e, instruction, target, long.class, type);
        } else if (source instanceof Operand.Reg register
                && type != Type.PRED
                && e.isFloatOnly(instruction, register.name())) {
            Class<?> java = type.bytes() == Long.BYTES ? double.class : float.class;
            Values.push(e, instruction, source, java, type);
            Values.pop(e, instruction, target, java, type);
        } else {
            Class<?> java = Values.raw(type);
            Values.push(e, instruction, source, java, type);
            Values.pop(e, instruction, target, java, type);
        }
    }

    /** Pushes the address of a variable in its own space, as a long; of a parameter, its generic address. */
    static void pushAddress(LaneEmitter e, Instruction instruction, Operand.Symbol symbol) {
        Frame.Place place = e.frame().place(symbol.name());
        if (place == null) {
            throw e.frame().refused(instruction, "'%s' is not a variable".formatted(symbol.name()));
        }
        if (place.global() >= 0) {
            e.pushWarp();
            e.code().visitFieldInsn(Opcodes.GETFIELD, LaneEmitter.WARP, "globals", "[J");
            e.push(place.global());
            e.code().visitInsn(Opcodes.LALOAD);
            e.push(symbol.offset());
            e.code().visitInsn(Opcodes.LADD);
        } else if (place.space() == Space.PARAM) {
            e.push(Access.PARAM_WINDOW + place.offset() + symbol.offset());
        } else {
            e.push(place.offset() + symbol.offset());
        }
    }

    /** The first element has the least significant bits. */
    private static void pack(
            LaneEmitter e, Instruction instruction, Operand target, List<Operand> elements, Type type) {
        int bits = type.bytes() * Byte.SIZE / elements.size();
        for (int i = 0; i < elements.size(); i++) {
            Operand element = elements.get(i);
            if (bits == Integer.SIZE) {
                Values.push(e, instruction, element, int.class, Type.B32);
                Values.widen(e, false);
            } else {
                Values.push(e, instruction, element, int.class, Type.B16);
                e.push((1 << bits) - 1);
                e.code().visitInsn(Opcodes.IAND);
                if (type.bytes() == Long.BYTES) {
                    e.code().visitInsn(Opcodes.I2L);
                }
            }
            boolean isLong = type.bytes() == Long.BYTES;
            if (i > 0) {
                e.push(bits * i);
                e.code().visitInsn(isLong ? Opcodes.LSHL : Opcodes.ISHL);
                e.code().visitInsn(isLong ? Opcodes.LOR : Opcodes.IOR);
            }
        }
        Values.pop(e, instruction, target, Values.raw(type), type);
    }

    private static void unpack(
            LaneEmitter e, Instruction instruction, List<Operand> elements, Operand source, Type type) {
        int bits = type.bytes() * Byte.SIZE / elements.size();
        boolean isLong = type.bytes() == Long.BYTES;
        Class<?> raw = Values.raw(type);
        // An element may be the source itself, so its bits are set aside first.
        int local = e.newLocal(isLong ? 2 : 1);
        Values.push(e, instruction, source, raw, type);
        e.code().visitVarInsn(isLong ? Opcodes.LSTORE : Opcodes.ISTORE, local);
        for (int i = 0; i < elements.size(); i++) {
            e.code().visitVarInsn(isLong ? Opcodes.LLOAD : Opcodes.ILOAD, local);
            e.push(bits * i);
            e.code().visitInsn(isLong ? Opcodes.LUSHR : Opcodes.IUSHR);
            if (isLong) {
                e.code().visitInsn(Opcodes.L2I);
            }
            if (bits < Integer.SIZE) {
                e.push((1 << bits) - 1);
                e.code().visitInsn(Opcodes.IAND);
            }
            Type element = bits == Integer.SIZE ? Type.B32 : bits == SHORT_BITS ? Type.B16 : Type.B8;
            Values.pop(e, instruction, elements.get(i), int.class, element);
        }
    }

    private static void convertAddress(LaneEmitter e, Instruction instruction, Type type) {
        Operand source = instruction.operands().get(1);
        if (source instanceof Operand.Symbol symbol) {
            pushAddress(e, instruction, symbol);
        } else {
            Values.pushLong(e, instruction, source, Type.U64);
        }
        long window = window(instruction);
        if (window != 0) {
            e.push(instruction.has("to") ? OFFSET_MASK : window);
            e.code().visitInsn(instruction.has("to") ? Opcodes.LAND : Opcodes.LOR);
        }
        Values.pop(e, instruction, instruction.operands().get(0), long.class, type);
    }

    private static long window(Instruction instruction) {
        for (String modifier : instruction.modifiers()) {
            switch (modifier) {
                // Each block is a cluster of its own.
                case "shared", "shared::cta", "shared::cluster" -> {
                    return Access.SHARED_WINDOW;
                }
                case "local" -> {
                    return Access.LOCAL_WINDOW;
                }
                case "param", "param::entry" -> {
                    return Access.PARAM_WINDOW;
                }
                default -> {}
            }
        }
        return 0;
    }

    private static void isInSpace(LaneEmitter e, Instruction instruction) {
        Values.pushLong(e, instruction, instruction.operands().get(1), Type.U64);
        e.push(window(instruction));
        e.call(org.objectweb.asm.Type.getInternalName(Access.class), "isIn", "(JJ)Z");
        Values.pop(e, instruction, instruction.operands().get(0), boolean.class, Type.PRED);
    }
}

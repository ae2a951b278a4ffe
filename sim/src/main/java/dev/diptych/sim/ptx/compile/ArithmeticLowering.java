package dev.diptych.sim.ptx.compile;

import dev.diptych.model.InputException;
import dev.diptych.sim.ptx.arith.Instructions;
import dev.diptych.sim.ptx.arith.Single;
import dev.diptych.sim.ptx.syntax.Instruction;
import dev.diptych.sim.ptx.syntax.Operand;
import dev.diptych.sim.ptx.syntax.Type;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/** Instructions that compute one value from others: a call of the method of the instruction's name. */
final class ArithmeticLowering implements Lowering {
    private static final String SINGLE = org.objectweb.asm.Type.getInternalName(Single.class);
    private static final List<String> COMBINATIONS = List.of("and", "or", "xor");

    /**
     * What is called, and what the compiler puts around it.
     *
     * @param combination of a comparison with a predicate, null for none
     */
    private record Plan(
            Method method,
            boolean flushes,
            boolean saturates,
            @Nullable String combination,
            Type type,
            @Nullable Type setType) {}

    @Override
    public Emission of(Instruction instruction, Frame frame) {
        Plan plan = plan(instruction, frame);
        return (emitter, site, firstAccess) -> write(emitter, instruction, plan);
    }

    private static Plan plan(Instruction instruction, Frame frame) {
        if (instruction.modifiers().stream().noneMatch(Type::isType)) {
            throw unsupported(instruction, frame);
        }
        Type type = Values.lastType(instruction, frame);
        Method exact = method(instruction, instruction.name());
        if (exact != null) {
            return new Plan(exact, false, false, null, type, null);
        }
        List<String> modifiers = new ArrayList<>(instruction.modifiers());
        String opcode = instruction.opcode();
        String combination = null;
        Type setType = null;
        if (opcode.equals("setp") || opcode.equals("set")) {
            for (String name : COMBINATIONS) {
                if (modifiers.remove(name)) {
                    combination = name;
                }
            }
            if (opcode.equals("set")) {
                opcode = "setp";
                setType = Type.of(modifiers.remove(modifiers.size() - 2));
            }
            Method found = method(instruction, name(opcode, modifiers));
            if (found != null) {
                return new Plan(found, false, false, combination, type, setType);
            }
        }
        boolean saturates = modifiers.remove("sat");
        Method found = method(instruction, name(opcode, modifiers));
        boolean flushes = false;
        if (found == null) {
            flushes = modifiers.remove("ftz");
            found = method(instruction, name(opcode, modifiers));
        }
        boolean isFound = found != null && (!saturates || found.getReturnType() == float.class);
        if (!isFound || found == null) {
            throw unsupported(instruction, frame);
        }
        return new Plan(found, flushes, saturates, combination, type, setType);
    }

    private static InputException unsupported(Instruction instruction, Frame frame) {
        return frame.refused(instruction, "this instruction is not supported");
    }

    private static String name(String opcode, List<String> modifiers) {
        return opcode + "." + String.join(".", modifiers);
    }

    private static @Nullable Method method(Instruction instruction, String name) {
        int sources = instruction.operands().size() - 1;
        Method longer = Instructions.all().get(name + "/" + sources);
        return longer != null ? longer : Instructions.all().get(name);
    }

    private static void write(LaneEmitter e, Instruction instruction, Plan plan) {
        List<Operand> operands = instruction.operands();
        int sources = operands.size() - 1 - (plan.combination() == null ? 0 : 1);
        boolean readsCarry = Carries.reads(instruction);
        if (sources + (readsCarry ? 1 : 0) != plan.method().getParameterCount()) {
            throw e.frame().refused(instruction, "%d operands are given".formatted(operands.size()));
        }
        boolean isComparison = instruction.opcode().equals("setp") || plan.setType() != null;
        if (isComparison) {
            compare(e, instruction, plan, sources);
            return;
        }
        arguments(e, instruction, plan, sources);
        if (Carries.writes(instruction)) {
            Method carry = Instructions.carries().get(instruction.name());
            if (carry == null) {
                throw e.frame().refused(instruction, "this instruction is not supported");
            }
            e.call(plan.method());
            arguments(e, instruction, plan, sources);
            e.call(carry);
            e.popRaw(instruction, Frame.CARRY);
        } else {
            e.call(plan.method());
        }
        Class<?> result = plan.method().getReturnType();
        if (result == float.class && plan.saturates()) {
            e.call(SINGLE, "saturate", "(F)F");
        }
        if (result == float.class && plan.flushes()) {
            e.call(SINGLE, "flush", "(F)F");
        }
        // The product of two halves of a register fills it.
        Type type = instruction.has("wide") && result == int.class ? Type.B32 : plan.type();
        Values.pop(e, instruction, operands.get(0), result, type);
    }

    private static void arguments(LaneEmitter e, Instruction instruction, Plan plan, int sources) {
        Class<?>[] types = plan.method().getParameterTypes();
        for (int i = 0; i < sources; i++) {
            Values.push(e, instruction, instruction.operands().get(i + 1), types[i], plan.type());
            if (plan.flushes() && types[i] == float.class) {
                e.call(SINGLE, "flush", "(F)F");
            }
        }
        if (Carries.reads(instruction)) {
            e.pushRaw(instruction, Frame.CARRY);
        }
    }

    private static void compare(LaneEmitter e, Instruction instruction, Plan plan, int sources) {
        arguments(e, instruction, plan, sources);
        e.call(plan.method());
        Operand target = instruction.operands().get(0);
        if (plan.method().getReturnType() == int.class && plan.setType() == null) {
            both(e, instruction, target, plan);
            return;
        }
        int local = e.newLocal(1);
        e.code().visitVarInsn(Opcodes.ISTORE, local);
        if (plan.setType() != null) {
            combined(e, instruction, plan, local, false);
            set(e, instruction, target, plan.setType());
        } else if (target instanceof Operand.Pair pair) {
            combined(e, instruction, plan, local, false);
            int first = e.newLocal(1);
            e.code().visitVarInsn(Opcodes.ISTORE, first);
            combined(e, instruction, plan, local, true);
            Values.pop(e, instruction, pair.second(), boolean.class, Type.PRED);
            e.code().visitVarInsn(Opcodes.ILOAD, first);
            Values.pop(e, instruction, pair.first(), boolean.class, Type.PRED);
        } else {
            combined(e, instruction, plan, local, false);
            Values.pop(e, instruction, target, boolean.class, Type.PRED);
        }
    }

    /** Packed comparisons give a bit for each half. */
    private static void both(LaneEmitter e, Instruction instruction, Operand target, Plan plan) {
        if (!(target instanceof Operand.Pair pair)) {
            throw e.frame().refused(instruction, "two predicates are expected");
        }
        int bits = e.newLocal(1);
        int local = e.newLocal(1);
        int first = e.newLocal(1);
        e.code().visitVarInsn(Opcodes.ISTORE, bits);
        e.code().visitVarInsn(Opcodes.ILOAD, bits);
        e.push(1);
        e.code().visitInsn(Opcodes.IAND);
        e.code().visitVarInsn(Opcodes.ISTORE, local);
        combined(e, instruction, plan, local, false);
        e.code().visitVarInsn(Opcodes.ISTORE, first);
        e.code().visitVarInsn(Opcodes.ILOAD, bits);
        e.push(1);
        e.code().visitInsn(Opcodes.IUSHR);
        e.code().visitVarInsn(Opcodes.ISTORE, local);
        combined(e, instruction, plan, local, false);
        Values.pop(e, instruction, pair.second(), boolean.class, Type.PRED);
        e.code().visitVarInsn(Opcodes.ILOAD, first);
        Values.pop(e, instruction, pair.first(), boolean.class, Type.PRED);
    }

    /** Pushes a comparison, or its opposite, combined with the instruction's predicate operand. */
    private static void combined(LaneEmitter e, Instruction instruction, Plan plan, int local, boolean isOpposite) {
        e.code().visitVarInsn(Opcodes.ILOAD, local);
        if (isOpposite) {
            e.push(1);
            e.code().visitInsn(Opcodes.IXOR);
        }
        if (plan.combination() != null) {
            Operand last = instruction.operands().get(instruction.operands().size() - 1);
            Values.push(e, instruction, last, boolean.class, Type.PRED);
            e.code()
                    .visitInsn(
                            switch (plan.combination()) {
                                case "and" -> Opcodes.IAND;
                                case "or" -> Opcodes.IOR;
                                default -> Opcodes.IXOR;
                            });
        }
    }

    /** Makes a boolean what {@code set} stores: 1.0 for a float, all bits for a whole number, 0 for false. */
    private static void set(LaneEmitter e, Instruction instruction, Operand target, Type type) {
        Label isFalse = new Label();
        Label end = new Label();
        int local = e.newLocal(1);
        e.code().visitJumpInsn(Opcodes.IFEQ, isFalse);
        e.push(type == Type.F32 ? Float.floatToRawIntBits(1) : -1);
        e.code().visitVarInsn(Opcodes.ISTORE, local);
        e.code().visitJumpInsn(Opcodes.GOTO, end);
        e.code().visitLabel(isFalse);
        e.push(0);
        e.code().visitVarInsn(Opcodes.ISTORE, local);
        e.code().visitLabel(end);
        e.code().visitVarInsn(Opcodes.ILOAD, local);
        Values.pop(e, instruction, target, int.class, type);
    }
}

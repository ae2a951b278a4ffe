package dev.diptych.sim.ptx.compile;

import dev.diptych.sim.ptx.arith.Instructions;
import dev.diptych.sim.ptx.arith.Single;
import dev.diptych.sim.ptx.exec.Atomics;
import dev.diptych.sim.ptx.exec.MemoryAccess;
import dev.diptych.sim.ptx.syntax.Instruction;
import dev.diptych.sim.ptx.syntax.Operand;
import dev.diptych.sim.ptx.syntax.Space;
import dev.diptych.sim.ptx.syntax.Type;
import java.lang.reflect.Method;
import java.util.List;
import org.objectweb.asm.Opcodes;

/** {@code atom} and {@code red}: lanes one after the other, by ascending lane. */
final class AtomicLowering implements Lowering, Touching {
    private static final String ATOMICS = org.objectweb.asm.Type.getInternalName(Atomics.class);
    private static final String SINGLE = org.objectweb.asm.Type.getInternalName(Single.class);
    private static final List<String> OPERATIONS =
            List.of("and", "or", "xor", "exch", "cas", "add", "inc", "dec", "min", "max");

    private final boolean isChecked;

    AtomicLowering(boolean isChecked) {
        this.isChecked = isChecked;
    }

    private static boolean returns(Instruction instruction) {
        return instruction.opcode().equals("atom");
    }

    private static Address address(Instruction instruction, Frame frame) {
        Type type = Values.lastType(instruction, frame);
        int bytes = type.bytes()
                * operands(instruction, returns(instruction) ? 2 : 1).size();
        return Address.of(
                instruction,
                returns(instruction) ? 1 : 0,
                Address.space(instruction),
                bytes,
                MemoryAccess.Kind.ATOMIC,
                frame);
    }

    private static List<Operand> operands(Instruction instruction, int index) {
        Operand operand = instruction.operands().get(index);
        return operand instanceof Operand.Vector vector ? vector.elements() : List.of(operand);
    }

    /** Returns whether it adds one to words of shared memory, for which machine code has an instruction of its own: {@code ATOMS.POPC.INC}. */
    private static boolean isCount(Instruction instruction, Frame frame) {
        Type type = Values.lastType(instruction, frame);
        return instruction.has("add")
                && (type == Type.U32 || type == Type.S32)
                && operands(instruction, returns(instruction) ? 2 : 1).equals(List.of(new Operand.Int(1)));
    }

    @Override
    public List<MemoryAccess> accesses(Instruction instruction, Frame frame) {
        boolean joinsLanes = isCount(instruction, frame);
        return address(instruction, frame).accesses().stream()
                .map(access -> new MemoryAccess(access.kind(), access.space(), access.bytes(), joinsLanes, false))
                .toList();
    }

    @Override
    public Emission of(Instruction instruction, Frame frame) {
        Type type = Values.lastType(instruction, frame);
        String operation = OPERATIONS.stream()
                .filter(instruction::has)
                .findFirst()
                .orElseThrow(() -> frame.refused(instruction, "this instruction is not supported"));
        Address address = address(instruction, frame);
        if (type == Type.B128) {
            throw frame.refused(instruction, "128-bit atomics are not supported");
        }
        Update update = update(instruction, operation, type, address, frame);
        int values = returns(instruction) ? 2 : 1;
        return (e, site, access) -> {
            int array = address.find(e, instruction, site, access, isChecked);
            List<Operand> given = operands(instruction, values);
            List<Operand> results = returns(instruction) ? operands(instruction, 0) : List.of();
            Class<?> java = Values.raw(type);
            boolean isLong = java == long.class;
            int olds = e.newLocal(2 * given.size());
            for (int i = 0; i < given.size(); i++) {
                int offset = i * type.bytes();
                Address.load(e, array, type.bytes(), offset);
                e.code().visitVarInsn(isLong ? Opcodes.LSTORE : Opcodes.ISTORE, olds + 2 * i);
                Address.at(e, array, offset);
                update.push(e, olds + 2 * i, given.get(i));
                Address.store(e, type.bytes());
            }
            // Only now, because a result may go where another element's operand is.
            for (int i = 0; i < results.size(); i++) {
                e.code().visitVarInsn(isLong ? Opcodes.LLOAD : Opcodes.ILOAD, olds + 2 * i);
                Values.pop(e, instruction, results.get(i), java, type);
            }
        };
    }

    /** Pushes the new value, from the old one in a local. */
    private interface Update {
        void push(LaneEmitter e, int old, Operand operand);
    }

    private static Update update(Instruction instruction, String operation, Type type, Address address, Frame frame) {
        boolean isLong = type.bytes() == Long.BYTES;
        Class<?> raw = Values.raw(type);
        switch (operation) {
            case "exch" -> {
                return (e, old, operand) -> Values.push(e, instruction, operand, raw, type);
            }
            case "cas", "inc", "dec" -> {
                boolean hasNew = operation.equals("cas");
                String value = isLong ? "J" : "I";
                return (e, old, operand) -> {
                    e.code().visitVarInsn(isLong ? Opcodes.LLOAD : Opcodes.ILOAD, old);
                    Values.push(e, instruction, operand, raw, type);
                    if (hasNew) {
                        Operand last = instruction.operands().get(returns(instruction) ? 3 : 2);
                        Values.push(e, instruction, last, raw, type);
                    }
                    e.call(ATOMICS, operation, "(" + value + value + (hasNew ? value : "") + ")" + value);
                };
            }
            default -> {
                return arithmetic(instruction, operation, type, address, frame);
            }
        }
    }

    private static Update arithmetic(
            Instruction instruction, String operation, Type type, Address address, Frame frame) {
        String name = operation + "." + type;
        Method method = Instructions.all().get(name);
        if (method == null) {
            throw frame.refused(instruction, "this instruction is not supported");
        }
        // PTX ISA 9.0, "atom": atom.add.f32 flushes subnormals in global memory and keeps them in shared memory.
        boolean flushes = method.getReturnType() == float.class && address.space() != Space.SHARED;
        return (e, old, operand) -> {
            Class<?> java = method.getParameterTypes()[0];
            boolean isLong = type.bytes() == Long.BYTES;
            e.code().visitVarInsn(isLong ? Opcodes.LLOAD : Opcodes.ILOAD, old);
            if (java == float.class) {
                e.call("java/lang/Float", "intBitsToFloat", "(I)F");
                flush(e, flushes);
            } else if (java == double.class) {
                e.call("java/lang/Double", "longBitsToDouble", "(J)D");
            }
            Values.push(e, instruction, operand, java, type);
            if (java == float.class) {
                flush(e, flushes);
            }
            e.call(method);
            if (java == float.class) {
                flush(e, flushes);
                e.call("java/lang/Float", "floatToRawIntBits", "(F)I");
            } else if (java == double.class) {
                e.call("java/lang/Double", "doubleToRawLongBits", "(D)J");
            }
        };
    }

    private static void flush(LaneEmitter e, boolean flushes) {
        if (flushes) {
            e.call(SINGLE, "flush", "(F)F");
        }
    }
}

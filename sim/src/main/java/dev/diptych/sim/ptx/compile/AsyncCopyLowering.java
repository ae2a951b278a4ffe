package dev.diptych.sim.ptx.compile;

import dev.diptych.sim.ptx.exec.AsyncCopies;
import dev.diptych.sim.ptx.exec.MemoryAccess;
import dev.diptych.sim.ptx.syntax.Instruction;
import dev.diptych.sim.ptx.syntax.Operand;
import dev.diptych.sim.ptx.syntax.Space;
import dev.diptych.sim.ptx.syntax.Type;
import java.util.List;
import java.util.stream.Stream;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/** {@code cp.async} of 4, 8 or 16 bytes a lane; the instructions that commit and wait for it have nothing left to do. */
final class AsyncCopyLowering implements Lowering, Touching {
    private static final String COPIES = org.objectweb.asm.Type.getInternalName(AsyncCopies.class);

    private final boolean isChecked;

    AsyncCopyLowering(boolean isChecked) {
        this.isChecked = isChecked;
    }

    private static boolean isCopy(Instruction instruction) {
        return instruction
                .name()
                .matches("cp\\.async\\.(ca|cg)\\.shared(::cta)?\\.global(\\.L[12]::[a-z0-9_:]+)*(\\.L2::.*)?");
    }

    private static boolean isWait(Instruction instruction) {
        return instruction.name().matches("cp\\.async\\.(bulk\\.)?(commit_group|wait_group(\\.read)?|wait_all)");
    }

    private static int bytes(Instruction instruction, Frame frame) {
        if (instruction.operands().get(2) instanceof Operand.Int count
                && (count.value() == 4 || count.value() == 8 || count.value() == 16)) {
            return (int) count.value();
        }
        throw frame.refused(instruction, "it should copy 4, 8 or 16 bytes");
    }

    private static Address source(Instruction instruction, Frame frame) {
        return Address.of(instruction, 1, Space.GLOBAL, bytes(instruction, frame), MemoryAccess.Kind.LOAD, frame);
    }

    private static Address target(Instruction instruction, Frame frame) {
        return Address.of(instruction, 0, Space.SHARED, bytes(instruction, frame), MemoryAccess.Kind.STORE, frame);
    }

    @Override
    public List<MemoryAccess> accesses(Instruction instruction, Frame frame) {
        if (!isCopy(instruction)) {
            return List.of();
        }
        return Stream.concat(
                        source(instruction, frame).accesses().stream(), target(instruction, frame).accesses().stream())
                .toList();
    }

    @Override
    public Emission of(Instruction instruction, Frame frame) {
        if (isWait(instruction)) {
            return (e, site, access) -> {};
        }
        if (!isCopy(instruction)) {
            throw frame.refused(instruction, "this instruction is not supported");
        }
        Address source = source(instruction, frame);
        Address target = target(instruction, frame);
        return (e, site, access) -> write(e, instruction, source, target, site, access);
    }

    private void write(LaneEmitter e, Instruction instruction, Address source, Address target, int site, int access) {
        int sourceBytes = e.newLocal(1);
        pushSourceBytes(e, instruction, source.bytes());
        e.code().visitVarInsn(Opcodes.ISTORE, sourceBytes);
        int to = target.find(e, instruction, site, access + 1, isChecked);
        source.hold(e, instruction);
        Label skip = new Label();
        // Where nothing is read, the address may be anything.
        int from = e.newLocal(1);
        int fromIndex = e.newLocal(1);
        e.code().visitVarInsn(Opcodes.ALOAD, to);
        e.code().visitVarInsn(Opcodes.ASTORE, from);
        e.push(0);
        e.code().visitVarInsn(Opcodes.ISTORE, fromIndex);
        e.code().visitVarInsn(Opcodes.ILOAD, sourceBytes);
        e.code().visitJumpInsn(Opcodes.IFLE, skip);
        int found = source.find(e, instruction, site, access, isChecked);
        e.code().visitVarInsn(Opcodes.ALOAD, found);
        e.code().visitVarInsn(Opcodes.ASTORE, from);
        e.code().visitVarInsn(Opcodes.ILOAD, found + 1);
        e.code().visitVarInsn(Opcodes.ISTORE, fromIndex);
        e.code().visitLabel(skip);
        e.code().visitVarInsn(Opcodes.ALOAD, from);
        e.code().visitVarInsn(Opcodes.ILOAD, fromIndex);
        Address.at(e, to, 0);
        e.push(source.bytes());
        e.code().visitVarInsn(Opcodes.ILOAD, sourceBytes);
        e.call(COPIES, "copy", "([BI[BIII)V");
        target.stored(e, isChecked);
    }

    /** The fourth operand is how many bytes to read, or a predicate that says to read none. */
    private static void pushSourceBytes(LaneEmitter e, Instruction instruction, int bytes) {
        if (instruction.operands().size() < 4) {
            e.push(bytes);
            return;
        }
        Operand operand = instruction.operands().get(3);
        boolean isPredicate = operand instanceof Operand.Reg register
                && e.frame().slot(instruction, register.name()).kind() == Slot.Kind.PRED;
        if (isPredicate) {
            Values.push(e, instruction, operand, boolean.class, Type.PRED);
            e.push(1);
            e.code().visitInsn(Opcodes.IXOR);
            e.push(bytes);
            e.code().visitInsn(Opcodes.IMUL);
        } else if (operand instanceof Operand.Int
                || (operand instanceof Operand.Reg register
                        && e.frame().slot(instruction, register.name()).kind() == Slot.Kind.INT)) {
            Values.push(e, instruction, operand, int.class, Type.U32);
        } else {
            // A cache policy.
            e.push(bytes);
        }
    }
}

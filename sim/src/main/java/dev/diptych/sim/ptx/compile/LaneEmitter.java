package dev.diptych.sim.ptx.compile;

import dev.diptych.sim.ptx.exec.Warp;
import dev.diptych.sim.ptx.syntax.Instruction;
import dev.diptych.sim.ptx.syntax.Operand;
import java.lang.reflect.Method;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Writes the bytecode of one segment: a loop over the lanes of a mask, in whose body the registers of the lane are local variables. A
 * register is loaded from the warp's array when it is first read and stored at the end of the body if it was written and is needed later.
 * A 32-bit register may be held as {@code int}, as {@code float}, or as both, and a 64-bit one likewise, so that neither arithmetic
 * converts more than it must; predicates are held as {@code boolean}.
 */
final class LaneEmitter {
    static final String WARP = Type.getInternalName(Warp.class);
    private static final int WARP_LOCAL = 0;
    private static final int MASK_LOCAL = 1;
    private static final int INTS_LOCAL = 2;
    private static final int LONGS_LOCAL = 3;
    private static final int END_LOCAL = 4;
    private static final int LANE_LOCAL = 5;
    private static final int FIRST_FREE_LOCAL = 6;

    private final MethodVisitor code;
    private final Frame frame;
    private final Map<String, Held> registers = new LinkedHashMap<>();
    /** Locals that hold the masks of predicates, by index of the predicate. */
    private final Map<Integer, Integer> predicateMasks = new LinkedHashMap<>();

    private final BitSet writtenPredicates = new BitSet();
    private final AccessLocals accesses = new AccessLocals(this);
    private final Label loop = new Label();
    private final Label next = new Label();
    private final Label test = new Label();
    private int nextLocal = FIRST_FREE_LOCAL;
    private boolean isGuarded;

    LaneEmitter(MethodVisitor code, Frame frame) {
        this.code = code;
        this.frame = frame;
    }

    MethodVisitor code() {
        return code;
    }

    Frame frame() {
        return frame;
    }

    int newLocal(int size) {
        int local = nextLocal;
        nextLocal += size;
        return local;
    }

    /** Begins the method and the loop. All predicates of the segment and all its accesses have to be known here. */
    void begin(List<Instruction> instructions, List<AccessLocals.Touched> touched) {
        code.visitCode();
        field("ints", "[I", INTS_LOCAL);
        field("longs", "[J", LONGS_LOCAL);
        for (Instruction instruction : instructions) {
            Registers.read(instruction).forEach(name -> predicate(instruction, name));
            Registers.written(instruction).forEach(name -> predicate(instruction, name));
        }
        accesses.begin(touched);
        beginLoop();
    }

    /** A counted loop from the first lane to the last: the JIT need not check the index of every element of an array. */
    private void beginLoop() {
        pushMask();
        call("java/lang/Integer", "numberOfTrailingZeros", "(I)I");
        code.visitVarInsn(Opcodes.ISTORE, LANE_LOCAL);
        push(Warp.LANES);
        pushMask();
        call("java/lang/Integer", "numberOfLeadingZeros", "(I)I");
        code.visitInsn(Opcodes.ISUB);
        code.visitVarInsn(Opcodes.ISTORE, END_LOCAL);
        code.visitJumpInsn(Opcodes.GOTO, test);
        code.visitLabel(loop);
        pushMask();
        pushLane();
        code.visitInsn(Opcodes.IUSHR);
        code.visitInsn(Opcodes.ICONST_1);
        code.visitInsn(Opcodes.IAND);
        code.visitJumpInsn(Opcodes.IFEQ, next);
    }

    private void endLoop() {
        code.visitLabel(next);
        code.visitIincInsn(LANE_LOCAL, 1);
        code.visitLabel(test);
        pushLane();
        code.visitVarInsn(Opcodes.ILOAD, END_LOCAL);
        code.visitJumpInsn(Opcodes.IF_ICMPLT, loop);
    }

    AccessLocals accesses() {
        return accesses;
    }

    private void field(String name, String type, int local) {
        code.visitVarInsn(Opcodes.ALOAD, WARP_LOCAL);
        code.visitFieldInsn(Opcodes.GETFIELD, WARP, name, type);
        code.visitVarInsn(Opcodes.ASTORE, local);
    }

    private void predicate(Instruction user, String name) {
        Slot slot = frame.slot(user, name);
        if (slot.kind() != Slot.Kind.PRED || predicateMasks.containsKey(slot.index())) {
            return;
        }
        int local = newLocal(1);
        predicateMasks.put(slot.index(), local);
        code.visitVarInsn(Opcodes.ALOAD, WARP_LOCAL);
        code.visitFieldInsn(Opcodes.GETFIELD, WARP, "predicates", "[I");
        push(slot.index());
        code.visitInsn(Opcodes.IALOAD);
        code.visitVarInsn(Opcodes.ISTORE, local);
    }

    /**
     * Ends the body, the loop and the method.
     *
     * @param needed numbers of the registers that are read after the segment
     */
    void end(BitSet needed) {
        registers.values().forEach(held -> {
            if (held.isWritten && held.slot.kind() != Slot.Kind.PRED && needed.get(frame.number(held.slot))) {
                store(held);
            }
        });
        endLoop();
        predicateMasks.forEach((index, local) -> {
            if (writtenPredicates.get(index)) {
                code.visitVarInsn(Opcodes.ALOAD, WARP_LOCAL);
                code.visitFieldInsn(Opcodes.GETFIELD, WARP, "predicates", "[I");
                push(index);
                code.visitVarInsn(Opcodes.ILOAD, local);
                code.visitInsn(Opcodes.IASTORE);
            }
        });
        accesses.end();
        code.visitInsn(Opcodes.RETURN);
        code.visitMaxs(0, 0);
        code.visitEnd();
    }

    private void store(Held held) {
        boolean isInt = held.slot.kind() == Slot.Kind.INT;
        code.visitVarInsn(Opcodes.ALOAD, isInt ? INTS_LOCAL : LONGS_LOCAL);
        element(held.slot);
        pushRaw(held);
        code.visitInsn(isInt ? Opcodes.IASTORE : Opcodes.LASTORE);
    }

    private void element(Slot slot) {
        code.visitVarInsn(Opcodes.ILOAD, LANE_LOCAL);
        push(slot.index() * Warp.LANES);
        code.visitInsn(Opcodes.IADD);
    }

    /**
     * Begins code that only lanes with a true guard execute. What it writes has to be named, for the others keep the old values.
     *
     * @return the label to be passed to {@link #endGuard}
     */
    Label beginGuard(Operand.Reg guard, Instruction instruction) {
        for (String name : Registers.written(instruction)) {
            Held held = held(instruction, name);
            if (held.slot.kind() != Slot.Kind.PRED) {
                pushRaw(held);
                code.visitInsn(held.slot.kind() == Slot.Kind.INT ? Opcodes.POP : Opcodes.POP2);
                held.floatIsValid = false;
            }
        }
        pushBoolean(instruction, guard);
        Label skip = new Label();
        code.visitJumpInsn(Opcodes.IFEQ, skip);
        isGuarded = true;
        return skip;
    }

    void endGuard(Label skip) {
        isGuarded = false;
        code.visitLabel(skip);
    }

    void pushWarp() {
        code.visitVarInsn(Opcodes.ALOAD, WARP_LOCAL);
    }

    void pushMask() {
        code.visitVarInsn(Opcodes.ILOAD, MASK_LOCAL);
    }

    void pushLane() {
        code.visitVarInsn(Opcodes.ILOAD, LANE_LOCAL);
    }

    void push(int value) {
        if (value >= -1 && value <= 5) {
            code.visitInsn(Opcodes.ICONST_0 + value);
        } else if (value >= Short.MIN_VALUE && value <= Short.MAX_VALUE) {
            code.visitIntInsn(Opcodes.SIPUSH, value);
        } else {
            code.visitLdcInsn(value);
        }
    }

    void push(long value) {
        code.visitLdcInsn(value);
    }

    void call(Method method) {
        call(Type.getInternalName(method.getDeclaringClass()), method.getName(), Type.getMethodDescriptor(method));
    }

    void call(String owner, String name, String descriptor) {
        code.visitMethodInsn(Opcodes.INVOKESTATIC, owner, name, descriptor, false);
    }

    private Held held(Instruction user, String name) {
        Slot slot = frame.slot(user, name);
        return registers.computeIfAbsent(name, absent -> new Held(slot));
    }

    /** Pushes a register's bits, as {@code int} or {@code long}. */
    void pushRaw(Instruction user, String register) {
        pushRaw(held(user, register));
    }

    private void pushRaw(Held held) {
        boolean isInt = held.slot.kind() == Slot.Kind.INT;
        if (held.rawIsValid) {
            code.visitVarInsn(isInt ? Opcodes.ILOAD : Opcodes.LLOAD, held.rawLocal);
            return;
        }
        if (held.floatIsValid) {
            code.visitVarInsn(isInt ? Opcodes.FLOAD : Opcodes.DLOAD, held.floatLocal);
            toRaw(isInt);
        } else {
            code.visitVarInsn(Opcodes.ALOAD, isInt ? INTS_LOCAL : LONGS_LOCAL);
            element(held.slot);
            code.visitInsn(isInt ? Opcodes.IALOAD : Opcodes.LALOAD);
        }
        // A local that only some lanes have set is none.
        if (!isGuarded) {
            code.visitInsn(isInt ? Opcodes.DUP : Opcodes.DUP2);
            keepRaw(held);
        }
    }

    private void keepRaw(Held held) {
        boolean isInt = held.slot.kind() == Slot.Kind.INT;
        if (held.rawLocal < 0) {
            held.rawLocal = newLocal(isInt ? 1 : 2);
        }
        code.visitVarInsn(isInt ? Opcodes.ISTORE : Opcodes.LSTORE, held.rawLocal);
        held.rawIsValid = true;
    }

    private void keepFloat(Held held) {
        boolean isInt = held.slot.kind() == Slot.Kind.INT;
        if (held.floatLocal < 0) {
            held.floatLocal = newLocal(isInt ? 1 : 2);
        }
        code.visitVarInsn(isInt ? Opcodes.FSTORE : Opcodes.DSTORE, held.floatLocal);
        held.floatIsValid = true;
    }

    private void toRaw(boolean isInt) {
        if (isInt) {
            call("java/lang/Float", "floatToRawIntBits", "(F)I");
        } else {
            call("java/lang/Double", "doubleToRawLongBits", "(D)J");
        }
    }

    private void toFloat(boolean isInt) {
        if (isInt) {
            call("java/lang/Float", "intBitsToFloat", "(I)F");
        } else {
            call("java/lang/Double", "longBitsToDouble", "(J)D");
        }
    }

    /** Pushes a register as {@code float} or {@code double}. */
    void pushFloat(Instruction user, String register) {
        Held held = held(user, register);
        boolean isInt = held.slot.kind() == Slot.Kind.INT;
        if (held.floatIsValid) {
            code.visitVarInsn(isInt ? Opcodes.FLOAD : Opcodes.DLOAD, held.floatLocal);
            return;
        }
        pushRaw(held);
        toFloat(isInt);
        if (!isGuarded) {
            code.visitInsn(isInt ? Opcodes.DUP : Opcodes.DUP2);
            keepFloat(held);
        }
    }

    /** Returns whether a register is at hand as {@code float} or {@code double} alone. */
    boolean isFloatOnly(Instruction user, String register) {
        Held held = held(user, register);
        return held.floatIsValid && !held.rawIsValid;
    }

    /** Pops bits, {@code int} or {@code long} as the register has. */
    void popRaw(Instruction user, String register) {
        Held held = held(user, register);
        keepRaw(held);
        held.floatIsValid = false;
        held.isWritten = true;
    }

    /** Pops a {@code float} or {@code double}. */
    void popFloat(Instruction user, String register) {
        Held held = held(user, register);
        if (isGuarded) {
            toRaw(held.slot.kind() == Slot.Kind.INT);
            popRaw(user, register);
            return;
        }
        keepFloat(held);
        held.rawIsValid = false;
        held.isWritten = true;
    }

    /** Pushes a predicate as {@code boolean}, negated if the operand is. */
    void pushBoolean(Instruction user, Operand.Reg predicate) {
        Held held = held(user, predicate.name());
        if (held.rawIsValid) {
            code.visitVarInsn(Opcodes.ILOAD, held.rawLocal);
        } else {
            code.visitVarInsn(Opcodes.ILOAD, maskLocal(held.slot));
            code.visitVarInsn(Opcodes.ILOAD, LANE_LOCAL);
            code.visitInsn(Opcodes.IUSHR);
            code.visitInsn(Opcodes.ICONST_1);
            code.visitInsn(Opcodes.IAND);
        }
        if (predicate.negated()) {
            code.visitInsn(Opcodes.ICONST_1);
            code.visitInsn(Opcodes.IXOR);
        }
    }

    private int maskLocal(Slot slot) {
        Integer local = predicateMasks.get(slot.index());
        if (local == null) {
            throw new IllegalStateException("predicate %d was not announced".formatted(slot.index()));
        }
        return local;
    }

    /** Pops a {@code boolean} into a predicate. */
    void popBoolean(Instruction user, String predicate) {
        Held held = held(user, predicate);
        int mask = maskLocal(held.slot);
        writtenPredicates.set(held.slot.index());
        if (held.rawLocal < 0) {
            held.rawLocal = newLocal(1);
        }
        code.visitVarInsn(Opcodes.ISTORE, held.rawLocal);
        code.visitVarInsn(Opcodes.ILOAD, mask);
        code.visitInsn(Opcodes.ICONST_1);
        code.visitVarInsn(Opcodes.ILOAD, LANE_LOCAL);
        code.visitInsn(Opcodes.ISHL);
        code.visitInsn(Opcodes.ICONST_M1);
        code.visitInsn(Opcodes.IXOR);
        code.visitInsn(Opcodes.IAND);
        code.visitVarInsn(Opcodes.ILOAD, held.rawLocal);
        code.visitVarInsn(Opcodes.ILOAD, LANE_LOCAL);
        code.visitInsn(Opcodes.ISHL);
        code.visitInsn(Opcodes.IOR);
        code.visitVarInsn(Opcodes.ISTORE, mask);
        // Where the guard was false, only the mask is right.
        held.rawIsValid = !isGuarded;
    }
}

package dev.diptych.sim.ptx.compile;

import dev.diptych.sim.ptx.exec.Access;
import dev.diptych.sim.ptx.exec.MemoryAccess;
import dev.diptych.sim.ptx.syntax.Instruction;
import dev.diptych.sim.ptx.syntax.Operand;
import dev.diptych.sim.ptx.syntax.Space;
import dev.diptych.sim.ptx.syntax.Type;
import java.util.List;
import org.objectweb.asm.Opcodes;

/**
 * The memory operand of an instruction.
 *
 * @param space as far as it is known when the kernel is compiled
 * @param bytes that one lane touches
 * @param isPrivate whether only the thread's own parameters can be meant, which nobody counts
 */
record Address(Operand.Address operand, Space space, int bytes, MemoryAccess.Kind kind, boolean isPrivate) {
    private static final String ACCESS = org.objectweb.asm.Type.getInternalName(Access.class);
    private static final String FIND = "(L" + LaneEmitter.WARP + ";JIII)";

    static Address of(
            Instruction instruction, int operand, Space space, int bytes, MemoryAccess.Kind kind, Frame frame) {
        if (!(instruction.operands().get(operand) instanceof Operand.Address address)) {
            throw frame.refused(instruction, "operand %d should be an address".formatted(operand));
        }
        if (address.base() instanceof Operand.Symbol symbol) {
            Frame.Place place = frame.place(symbol.name());
            if (place == null) {
                throw frame.refused(instruction, "'%s' is not a variable".formatted(symbol.name()));
            }
            boolean isPrivate = space == Space.PARAM;
            return new Address(address, place.space(), bytes, kind, isPrivate);
        }
        // Behind a register, a parameter's address is a generic one, whether it is the kernel's or a function's.
        return space == Space.PARAM
                ? new Address(address, Space.GENERIC, bytes, kind, true)
                : new Address(address, space, bytes, kind, false);
    }

    /** Returns the space that an instruction names. */
    static Space space(Instruction instruction) {
        for (String modifier : instruction.modifiers()) {
            switch (modifier) {
                case "global" -> {
                    return Space.GLOBAL;
                }
                // Each block is a cluster of its own.
                case "shared", "shared::cta", "shared::cluster" -> {
                    return Space.SHARED;
                }
                case "local" -> {
                    return Space.LOCAL;
                }
                case "const" -> {
                    return Space.CONST;
                }
                case "param", "param::entry", "param::func" -> {
                    return Space.PARAM;
                }
                default -> {}
            }
        }
        return Space.GENERIC;
    }

    List<MemoryAccess> accesses() {
        return isPrivate ? List.of() : List.of(new MemoryAccess(kind, space, bytes));
    }

    /**
     * Finds the bytes, and leaves their array in one new local and the index in it in the next.
     *
     * @return the first of the two locals
     */
    int find(LaneEmitter e, Instruction instruction, int site, int access, boolean isChecked) {
        return find(e, instruction, site, access, isChecked ? checked() : "Index");
    }

    /** Does the same for a store that is let pass whatever other threads do, but leaves bytes that somebody wrote. */
    int findVolatile(LaneEmitter e, Instruction instruction, int site, int access) {
        return find(e, instruction, site, access, "VolatileStoreIndexChecked");
    }

    private int find(LaneEmitter e, Instruction instruction, int site, int access, String method) {
        int address = e.newLocal(2);
        push(e, instruction);
        if (!isPrivate) {
            e.accesses().note(access);
        }
        e.code().visitVarInsn(Opcodes.LSTORE, address);
        boolean reads = kind == MemoryAccess.Kind.LOAD;
        KeptPage page = isPrivate ? null : e.accesses().page(access);
        if (page != null) {
            page.find(
                    e, address, bytes, () -> call(e, reads ? "globalReadable" : "globalWritable", "[B", address, site));
            return page.array();
        }
        int array = e.newLocal(1);
        int index = e.newLocal(1);
        switch (space) {
            case SHARED -> {
                array(e, "shared", array);
                call(e, "shared" + method, "I", address, site);
            }
            case LOCAL -> {
                array(e, "local", array);
                call(e, "localIndex", "I", address, site);
            }
            case PARAM -> {
                array(e, "parameters", array);
                call(e, "paramIndex", "I", address, site);
            }
            default -> {
                call(e, reads ? "genericReadable" : "genericWritable", "[B", address, site);
                e.code().visitVarInsn(Opcodes.ASTORE, array);
                call(e, "generic" + method, "I", address, site);
            }
        }
        e.code().visitVarInsn(Opcodes.ISTORE, index);
        return array;
    }

    /** Loads the register of the address, so that it is at hand whichever way the code goes from here. */
    void hold(LaneEmitter e, Instruction instruction) {
        if (operand.base() instanceof Operand.Reg) {
            Values.pushLong(e, instruction, operand.base(), Type.U64);
            e.code().visitInsn(Opcodes.POP2);
        }
    }

    /** Ends a store. */
    void stored(LaneEmitter e, boolean isChecked) {
        boolean mayBeShared = space == Space.SHARED || space == Space.GENERIC;
        if (isChecked && mayBeShared && kind == MemoryAccess.Kind.STORE) {
            e.pushWarp();
            e.call(ACCESS, "storedChecked", "(L" + LaneEmitter.WARP + ";)V");
        }
    }

    private String checked() {
        return switch (kind) {
            case LOAD -> "LoadIndexChecked";
            case STORE -> "StoreIndexChecked";
            case ATOMIC -> "AtomicIndexChecked";
        };
    }

    private static void array(LaneEmitter e, String field, int local) {
        e.pushWarp();
        e.code().visitFieldInsn(Opcodes.GETFIELD, LaneEmitter.WARP, field, "[B");
        e.code().visitVarInsn(Opcodes.ASTORE, local);
    }

    private void call(LaneEmitter e, String method, String result, int address, int site) {
        e.pushWarp();
        e.code().visitVarInsn(Opcodes.LLOAD, address);
        e.push(bytes);
        e.pushLane();
        e.push(site);
        e.call(ACCESS, method, FIND + result);
    }

    private void push(LaneEmitter e, Instruction instruction) {
        if (operand.base() instanceof Operand.Symbol symbol) {
            Frame.Place place = e.frame().place(symbol.name());
            if (place != null && place.global() < 0) {
                e.push(place.offset() + symbol.offset() + operand.offset());
                return;
            }
            MoveLowering.pushAddress(e, instruction, symbol);
        } else if (operand.base() instanceof Operand.Reg register
                && e.frame().slot(instruction, register.name()).kind() == Slot.Kind.INT) {
            // A sum of 32 bits: compilers keep addresses below zero in registers when the offset makes up for it.
            e.pushRaw(instruction, register.name());
            e.push((int) operand.offset());
            e.code().visitInsn(Opcodes.IADD);
            e.code().visitInsn(Opcodes.I2L);
            return;
        } else {
            Values.pushLong(e, instruction, operand.base(), Type.U64);
        }
        if (operand.offset() != 0) {
            e.push(operand.offset());
            e.code().visitInsn(Opcodes.LADD);
        }
    }

    /** Pushes the element at an offset, as {@code int} or {@code long}. */
    static void load(LaneEmitter e, int array, int bytes, int offset) {
        at(e, array, offset);
        e.call(ACCESS, "load" + bytes * Byte.SIZE, bytes == Long.BYTES ? "([BI)J" : "([BI)I");
    }

    /** Pushes array and index of an element, for a store. */
    static void at(LaneEmitter e, int array, int offset) {
        e.code().visitVarInsn(Opcodes.ALOAD, array);
        e.code().visitVarInsn(Opcodes.ILOAD, array + 1);
        if (offset != 0) {
            e.push(offset);
            e.code().visitInsn(Opcodes.IADD);
        }
    }

    /** Pops a value, and array and index below it. */
    static void store(LaneEmitter e, int bytes) {
        e.call(ACCESS, "store" + bytes * Byte.SIZE, bytes == Long.BYTES ? "([BIJ)V" : "([BII)V");
    }
}

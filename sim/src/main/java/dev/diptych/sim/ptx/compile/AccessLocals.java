package dev.diptych.sim.ptx.compile;

import dev.diptych.sim.ptx.exec.MemoryAccess;
import dev.diptych.sim.ptx.exec.Warp;
import dev.diptych.sim.ptx.syntax.Space;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;

/** Local variables for the accesses of a segment: what its bytecode leaves for the counters, and the pages that it found. */
final class AccessLocals {
    /**
     * An access of the segment.
     *
     * @param isGuarded whether lanes may leave it out
     */
    record Touched(MemoryAccess access, boolean isGuarded) {}

    private final LaneEmitter e;
    /** The local with the warp's addresses. */
    private int addresses;
    /** For each access, the local with the lanes that take part, or -1 for all lanes of the mask. */
    private final List<Integer> masks = new ArrayList<>();
    /** For each access, where it keeps its page, or null if it is not known to be global. */
    private final List<@Nullable KeptPage> pages = new ArrayList<>();

    AccessLocals(LaneEmitter e) {
        this.e = e;
    }

    /** Sets the locals before the loop over the lanes. */
    void begin(List<Touched> touched) {
        addresses = e.newLocal(1);
        e.pushWarp();
        e.code().visitFieldInsn(Opcodes.GETFIELD, LaneEmitter.WARP, "addresses", "[J");
        e.code().visitVarInsn(Opcodes.ASTORE, addresses);
        for (Touched one : touched) {
            int mask = -1;
            if (one.isGuarded()) {
                mask = e.newLocal(1);
                e.push(0);
                e.code().visitVarInsn(Opcodes.ISTORE, mask);
            }
            masks.add(mask);
            Space space = one.access().space();
            pages.add(space == Space.GLOBAL || space == Space.CONST ? KeptPage.begin(e) : null);
        }
    }

    /** Notes the address on the stack, a long that stays there, as a lane's of an access. */
    void note(int access) {
        int local = e.newLocal(2);
        e.code().visitInsn(Opcodes.DUP2);
        e.code().visitVarInsn(Opcodes.LSTORE, local);
        e.code().visitVarInsn(Opcodes.ALOAD, addresses);
        e.pushLane();
        e.push(access * Warp.LANES);
        e.code().visitInsn(Opcodes.IADD);
        e.code().visitVarInsn(Opcodes.LLOAD, local);
        e.code().visitInsn(Opcodes.LASTORE);
        int mask = masks.get(access);
        if (mask >= 0) {
            e.code().visitVarInsn(Opcodes.ILOAD, mask);
            e.push(1);
            e.pushLane();
            e.code().visitInsn(Opcodes.ISHL);
            e.code().visitInsn(Opcodes.IOR);
            e.code().visitVarInsn(Opcodes.ISTORE, mask);
        }
    }

    /** Returns where an access keeps its page, or null. */
    @Nullable
    KeptPage page(int access) {
        return pages.get(access);
    }

    /** Leaves the lanes that took part to the counters, after the loop. */
    void end() {
        for (int i = 0; i < masks.size(); i++) {
            e.pushWarp();
            e.code().visitFieldInsn(Opcodes.GETFIELD, LaneEmitter.WARP, "accessLanes", "[I");
            e.push(i);
            if (masks.get(i) < 0) {
                e.pushMask();
            } else {
                e.code().visitVarInsn(Opcodes.ILOAD, masks.get(i));
            }
            e.code().visitInsn(Opcodes.IASTORE);
        }
    }
}

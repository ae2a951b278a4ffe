package dev.diptych.sim.ptx.compile;

import dev.diptych.sim.ptx.exec.Access;
import dev.diptych.sim.ptx.memory.Region;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Local variables in which a global access keeps the page that a lane's address was found in. The next lane's mostly lies in the same, and
 * then a subtraction and two comparisons find it, with the checks of bounds and alignment in them.
 *
 * @param array the page's bytes; the local after it is for the index in them
 */
record KeptPage(int array) {
    private static final String ACCESS = Type.getInternalName(Access.class);
    private static final String REGION = Type.getInternalName(Region.class);
    private static final String LAST_OFFSET = "(L" + LaneEmitter.WARP + ";JI[B)J";

    /** Returns new locals, which keep no page yet. */
    static KeptPage begin(LaneEmitter e) {
        KeptPage page = new KeptPage(e.newLocal(6));
        e.code().visitInsn(Opcodes.ACONST_NULL);
        e.code().visitVarInsn(Opcodes.ASTORE, page.array);
        e.push(0L);
        e.code().visitVarInsn(Opcodes.LSTORE, page.address());
        e.push(-1L);
        e.code().visitVarInsn(Opcodes.LSTORE, page.lastOffset());
        return page;
    }

    private int index() {
        return array + 1;
    }

    /** The address of the page. */
    private int address() {
        return array + 2;
    }

    /** The last offset that can be accessed, -1 for none. */
    private int lastOffset() {
        return array + 4;
    }

    /**
     * Leaves array and index of an access in the locals.
     *
     * @param address the local that holds it
     * @param search pushes the array after a search with all checks
     */
    void find(LaneEmitter e, int address, int bytes, Runnable search) {
        Label slow = new Label();
        Label found = new Label();
        int offset = e.newLocal(2);
        e.code().visitVarInsn(Opcodes.LLOAD, address);
        e.code().visitVarInsn(Opcodes.LLOAD, address());
        e.code().visitInsn(Opcodes.LSUB);
        e.code().visitVarInsn(Opcodes.LSTORE, offset);
        // Bits above those of an offset in a page, or below those of an aligned one.
        e.code().visitVarInsn(Opcodes.LLOAD, offset);
        e.push(-(long) Region.PAGE_BYTES | (bytes - 1));
        e.code().visitInsn(Opcodes.LAND);
        e.push(0L);
        e.code().visitInsn(Opcodes.LCMP);
        e.code().visitJumpInsn(Opcodes.IFNE, slow);
        e.code().visitVarInsn(Opcodes.LLOAD, offset);
        e.code().visitVarInsn(Opcodes.LLOAD, lastOffset());
        e.code().visitInsn(Opcodes.LCMP);
        e.code().visitJumpInsn(Opcodes.IFLE, found);
        e.code().visitLabel(slow);
        search.run();
        e.code().visitVarInsn(Opcodes.ASTORE, array);
        e.code().visitVarInsn(Opcodes.LLOAD, address);
        e.push(-(long) Region.PAGE_BYTES);
        e.code().visitInsn(Opcodes.LAND);
        e.code().visitVarInsn(Opcodes.LSTORE, address());
        e.pushWarp();
        e.code().visitVarInsn(Opcodes.LLOAD, address);
        e.push(bytes);
        e.code().visitVarInsn(Opcodes.ALOAD, array);
        e.call(ACCESS, "lastOffsetInPage", LAST_OFFSET);
        e.code().visitVarInsn(Opcodes.LSTORE, lastOffset());
        e.code().visitLabel(found);
        e.code().visitVarInsn(Opcodes.LLOAD, address);
        e.call(REGION, "indexInPage", "(J)I");
        e.code().visitVarInsn(Opcodes.ISTORE, index());
    }
}

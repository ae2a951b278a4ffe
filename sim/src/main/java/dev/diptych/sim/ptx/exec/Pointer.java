package dev.diptych.sim.ptx.exec;

import dev.diptych.sim.ptx.syntax.Space;

/**
 * The memory operand of an instruction that is not compiled for the lanes one by one.
 *
 * @param space that it is an address in
 * @param register of the address, -1 for none
 * @param isLong whether that register has 64 bits
 * @param global the module variable that it begins at, -1 for none
 * @param offset in bytes
 * @param isChecked whether to look for races and uninitialised shared memory
 */
public record Pointer(Space space, int register, boolean isLong, int global, long offset, boolean isChecked) {
    /** Returns the address that a lane gives. */
    public long at(Warp warp, int lane) {
        if (register < 0) {
            return offset + (global < 0 ? 0 : warp.globals[global]);
        }
        int index = register * Warp.LANES + lane;
        // Sums of 32 bits wrap around: see the addresses of compiled accesses.
        return isLong ? warp.longs[index] + offset : warp.ints[index] + (int) offset;
    }

    /** Returns whether an address that a lane gives is one in shared memory. */
    public boolean isShared(long address) {
        return space == Space.SHARED || (space == Space.GENERIC && Access.isIn(address, Access.SHARED_WINDOW));
    }

    /** Returns the offset of an address in shared memory. */
    public long sharedOffset(long address) {
        return space == Space.SHARED ? address : address - Access.SHARED_WINDOW;
    }

    /** Returns the offset in shared memory that a lane gives. */
    public long sharedOffset(Warp warp, int lane, int site) {
        long address = at(warp, lane);
        if (!isShared(address)) {
            throw warp.fault(lane, site, "address 0x%x is not in shared memory".formatted(address));
        }
        return sharedOffset(address);
    }

    /** Returns the index in shared memory of bytes that are read. */
    public int loadIndex(Warp warp, long sharedOffset, int bytes, int lane, int site) {
        return isChecked
                ? Access.sharedLoadIndexChecked(warp, sharedOffset, bytes, lane, site)
                : Access.sharedIndex(warp, sharedOffset, bytes, lane, site);
    }

    /** Returns the index in shared memory of bytes that are updated atomically. */
    public int atomicIndex(Warp warp, long sharedOffset, int bytes, int lane, int site) {
        return isChecked
                ? Access.sharedAtomicIndexChecked(warp, sharedOffset, bytes, lane, site)
                : Access.sharedIndex(warp, sharedOffset, bytes, lane, site);
    }

    /** Returns the index in shared memory of bytes that are written. */
    public int storeIndex(Warp warp, long sharedOffset, int bytes, int lane, int site) {
        return isChecked
                ? Access.sharedStoreIndexChecked(warp, sharedOffset, bytes, lane, site)
                : Access.sharedIndex(warp, sharedOffset, bytes, lane, site);
    }

    /** Ends a store that began with {@link #storeIndex}. */
    public void stored(Warp warp) {
        if (isChecked) {
            Access.storedChecked(warp);
        }
    }
}

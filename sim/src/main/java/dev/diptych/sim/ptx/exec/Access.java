package dev.diptych.sim.ptx.exec;

import dev.diptych.sim.ptx.memory.GlobalMemory;
import dev.diptych.sim.ptx.memory.Region;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Accesses of compiled kernels to memory: each finds the array that holds the bytes and the index in it, after checking bounds and
 * alignment. Generic addresses have a window in their top byte: 0 is global and constant memory, see the constants for the others.
 */
public final class Access {
    public static final long SHARED_WINDOW = 1L << 56;
    public static final long LOCAL_WINDOW = 2L << 56;
    public static final long PARAM_WINDOW = 3L << 56;
    private static final int WINDOW_SHIFT = 56;
    private static final long WINDOW_MASK = 0xFFL << WINDOW_SHIFT;

    private static final VarHandle SHORT = view(short[].class);
    private static final VarHandle INT = view(int[].class);
    private static final VarHandle LONG = view(long[].class);

    private Access() {}

    private static VarHandle view(Class<?> type) {
        return MethodHandles.byteArrayViewVarHandle(type, ByteOrder.LITTLE_ENDIAN)
                .withInvokeExactBehavior();
    }

    public static int load8(byte[] from, int index) {
        return from[index] & 0xFF;
    }

    public static int load16(byte[] from, int index) {
        return (short) SHORT.get(from, index) & 0xFFFF;
    }

    public static int load32(byte[] from, int index) {
        return (int) INT.get(from, index);
    }

    public static long load64(byte[] from, int index) {
        return (long) LONG.get(from, index);
    }

    public static void store8(byte[] to, int index, int value) {
        to[index] = (byte) value;
    }

    public static void store16(byte[] to, int index, int value) {
        SHORT.set(to, index, (short) value);
    }

    public static void store32(byte[] to, int index, int value) {
        INT.set(to, index, value);
    }

    public static void store64(byte[] to, int index, long value) {
        LONG.set(to, index, value);
    }

    /** Returns the array that has global bytes at {@link Region#indexInPage}. */
    public static byte[] globalReadable(Warp warp, long address, int bytes, int lane, int site) {
        return global(warp, address, bytes, lane, site).readable(GlobalMemory.offsetOf(address), bytes);
    }

    /** Returns the array to which global bytes may be written at {@link Region#indexInPage}. */
    public static byte[] globalWritable(Warp warp, long address, int bytes, int lane, int site) {
        return global(warp, address, bytes, lane, site).writable(GlobalMemory.offsetOf(address), bytes);
    }

    /**
     * Returns the last offset in an address's page at which {@code bytes} can be accessed, -1 if the array is found for this access alone.
     *
     * @param found for the address, by {@link #globalReadable} or {@link #globalWritable}
     */
    public static long lastOffsetInPage(Warp warp, long address, int bytes, byte[] found) {
        return global(warp, address, bytes, 0, 0).lastOffsetInPage(GlobalMemory.offsetOf(address), bytes, found);
    }

    private static Region global(Warp warp, long address, int bytes, int lane, int site) {
        Region region = warp.memory.regionOf(address);
        long offset = GlobalMemory.offsetOf(address);
        if (region == null || offset > region.bytes() - bytes || (offset & (bytes - 1)) != 0) {
            throw badGlobal(warp, address, bytes, lane, site);
        }
        return region;
    }

    private static KernelFault badGlobal(Warp warp, long address, int bytes, int lane, int site) {
        Region region = warp.memory.regionOf(address);
        long offset = GlobalMemory.offsetOf(address);
        if (region == null) {
            return warp.fault(lane, site, "%d bytes at address 0x%x, which is in no buffer".formatted(bytes, address));
        }
        if ((offset & (bytes - 1)) != 0) {
            return misaligned(warp, offset, bytes, lane, site, "'" + region.name() + "'");
        }
        long below = offset - GlobalMemory.SPACING_BYTES;
        Region next = warp.memory.regionOf(address - below);
        if (next != null && -below < offset) {
            // An offset in the upper half is more likely an index below zero of the next region.
            return outOfBounds(warp, below, bytes, next.bytes(), lane, site, "'" + next.name() + "'");
        }
        return outOfBounds(warp, offset, bytes, region.bytes(), lane, site, "'" + region.name() + "'");
    }

    private static KernelFault outOfBounds(
            Warp warp, long offset, int bytes, long size, int lane, int site, String memory) {
        return warp.fault(
                lane,
                site,
                "out of bounds: %d bytes at offset %d of %s, which has %d".formatted(bytes, offset, memory, size));
    }

    private static KernelFault misaligned(Warp warp, long offset, int bytes, int lane, int site, String memory) {
        return warp.fault(
                lane,
                site,
                "misaligned: %d bytes at offset %d of %s; the offset should be a multiple of %d"
                        .formatted(bytes, offset, memory, bytes));
    }

    /** Returns the index in a block's shared memory. */
    public static int sharedIndex(Warp warp, long address, int bytes, int lane, int site) {
        return index(warp, address, bytes, warp.shared.length, lane, site, "shared memory");
    }

    /** Returns the same, after looking for races and, of a load, for bytes that nobody wrote. */
    public static int sharedLoadIndexChecked(Warp warp, long address, int bytes, int lane, int site) {
        int index = sharedIndex(warp, address, bytes, lane, site);
        warp.block.shadowOrFail().load(warp, index, bytes, lane, site);
        return index;
    }

    public static int sharedStoreIndexChecked(Warp warp, long address, int bytes, int lane, int site) {
        int index = sharedIndex(warp, address, bytes, lane, site);
        warp.block.shadowOrFail().store(warp, index, bytes, lane, site);
        return index;
    }

    /** Returns the same of a store that orders itself; it makes bytes such as somebody wrote. */
    public static int sharedVolatileStoreIndexChecked(Warp warp, long address, int bytes, int lane, int site) {
        int index = sharedIndex(warp, address, bytes, lane, site);
        warp.block.shadowOrFail().storeVolatile(warp, index, bytes, lane, site);
        return index;
    }

    /** Ends a store that began with looking for races. */
    public static void storedChecked(Warp warp) {
        warp.block.shadowOrFail().stored(warp.shared);
    }

    public static int sharedAtomicIndexChecked(Warp warp, long address, int bytes, int lane, int site) {
        int index = sharedIndex(warp, address, bytes, lane, site);
        warp.block.shadowOrFail().atomic(warp, index, bytes, lane, site);
        return index;
    }

    /** Returns the index in a warp's local memory. */
    public static int localIndex(Warp warp, long address, int bytes, int lane, int site) {
        return lane * warp.localBytesPerLane
                + index(warp, address, bytes, warp.localBytesPerLane, lane, site, "local memory");
    }

    /** Returns the index in the kernel's parameters. */
    public static int paramIndex(Warp warp, long address, int bytes, int lane, int site) {
        return index(warp, address, bytes, warp.parameters.length, lane, site, "the parameters");
    }

    private static int index(Warp warp, long address, int bytes, int size, int lane, int site, String memory) {
        if (address < 0 || address > size - bytes) {
            throw outOfBounds(warp, address, bytes, size, lane, site, memory);
        }
        if ((address & (bytes - 1)) != 0) {
            throw misaligned(warp, address, bytes, lane, site, memory);
        }
        return (int) address;
    }

    /** Returns the array that has the bytes at a generic address, at {@link #genericIndex}. */
    public static byte[] genericReadable(Warp warp, long address, int bytes, int lane, int site) {
        return address >>> WINDOW_SHIFT == 0
                ? globalReadable(warp, address, bytes, lane, site)
                : windowed(warp, address);
    }

    /** Returns the array to which bytes may be written at a generic address, at {@link #genericIndex}. */
    public static byte[] genericWritable(Warp warp, long address, int bytes, int lane, int site) {
        return address >>> WINDOW_SHIFT == 0
                ? globalWritable(warp, address, bytes, lane, site)
                : windowed(warp, address);
    }

    private static byte[] windowed(Warp warp, long address) {
        long window = address & WINDOW_MASK;
        return window == SHARED_WINDOW ? warp.shared : window == LOCAL_WINDOW ? warp.local : warp.parameters;
    }

    /** Returns the index in the array of a generic access. */
    public static int genericIndex(Warp warp, long address, int bytes, int lane, int site) {
        if (address >>> WINDOW_SHIFT == 0) {
            return Region.indexInPage(address);
        }
        long offset = address & ~WINDOW_MASK;
        long window = address & WINDOW_MASK;
        if (window == SHARED_WINDOW) {
            return sharedIndex(warp, offset, bytes, lane, site);
        }
        if (window == LOCAL_WINDOW) {
            return localIndex(warp, offset, bytes, lane, site);
        }
        if (window == PARAM_WINDOW) {
            return paramIndex(warp, offset, bytes, lane, site);
        }
        throw warp.fault(lane, site, "%d bytes at address 0x%x, which is in no buffer".formatted(bytes, address));
    }

    public static int genericLoadIndexChecked(Warp warp, long address, int bytes, int lane, int site) {
        return (address & WINDOW_MASK) == SHARED_WINDOW
                ? sharedLoadIndexChecked(warp, address & ~WINDOW_MASK, bytes, lane, site)
                : genericIndex(warp, address, bytes, lane, site);
    }

    public static int genericStoreIndexChecked(Warp warp, long address, int bytes, int lane, int site) {
        return (address & WINDOW_MASK) == SHARED_WINDOW
                ? sharedStoreIndexChecked(warp, address & ~WINDOW_MASK, bytes, lane, site)
                : genericIndex(warp, address, bytes, lane, site);
    }

    public static int genericVolatileStoreIndexChecked(Warp warp, long address, int bytes, int lane, int site) {
        return (address & WINDOW_MASK) == SHARED_WINDOW
                ? sharedVolatileStoreIndexChecked(warp, address & ~WINDOW_MASK, bytes, lane, site)
                : genericIndex(warp, address, bytes, lane, site);
    }

    public static int genericAtomicIndexChecked(Warp warp, long address, int bytes, int lane, int site) {
        return (address & WINDOW_MASK) == SHARED_WINDOW
                ? sharedAtomicIndexChecked(warp, address & ~WINDOW_MASK, bytes, lane, site)
                : genericIndex(warp, address, bytes, lane, site);
    }

    /** Returns whether a generic address lies in a window, 0 being that of global memory. */
    public static boolean isIn(long address, long window) {
        return (address & WINDOW_MASK) == window;
    }

    /** Returns the window of a generic address: 0 global, 1 shared, 2 local, 3 parameters. */
    static int window(long address) {
        return (int) (address >>> WINDOW_SHIFT);
    }
}

package dev.diptych.real;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.Pointer;

/**
 * Memory of the host that GPUs reach and the JVM does not. JCuda hands out other pinned memory together with a {@code ByteBuffer}, which ends
 * below 2 GiB; tables are larger. It comes from the C library, in huge pages where the kernel has them, and the driver pins it afterwards: a GPU
 * that reads rows all over gigabytes of small pages spends its time on translating their addresses.
 *
 * @param block what the library gave
 * @param address the first huge page in it; with unified addressing, that of every GPU too
 */
record LargeHostMemory(long block, long address) {
    private static final long HUGE_PAGE_BYTES = 1 << 21;
    /** {@code MADV_HUGEPAGE} of Linux. */
    private static final int HUGE_PAGES = 14;

    /**
     * Returns new memory.
     *
     * @throws OutOfMemoryError when the process may have no more
     */
    static LargeHostMemory allocate(long bytes) {
        long block = Native.malloc(bytes + HUGE_PAGE_BYTES);
        long address = (block + HUGE_PAGE_BYTES - 1) / HUGE_PAGE_BYTES * HUGE_PAGE_BYTES;
        // Advice: a kernel without huge pages refuses it, and the memory is as good as any other.
        Function.getFunction("c", "madvise").invokeInt(new Object[] {new Pointer(address), bytes, HUGE_PAGES});
        return new LargeHostMemory(block, address);
    }

    void free() {
        Native.free(block);
    }
}

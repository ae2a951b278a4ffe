package dev.diptych.real;

import com.sun.jna.Native;

/**
 * Pinned memory of the host that GPUs reach and the JVM does not. JCuda hands out other pinned memory together with a {@code ByteBuffer},
 * which ends below 2 GiB; tables are larger. It comes from the C library, and the driver pins it afterwards.
 *
 * @param address the host's own; with unified addressing, that of every GPU too
 */
record LargeHostMemory(long address) {
    /**
     * Returns new memory.
     *
     * @throws OutOfMemoryError when the process may have no more
     */
    static LargeHostMemory allocate(long bytes) {
        return new LargeHostMemory(Native.malloc(bytes));
    }

    void free() {
        Native.free(address);
    }
}

package dev.diptych.sim.ptx.exec;

import java.util.Arrays;

/**
 * {@code cp.async}: copies from global to shared memory. The copy is made when it is issued, one of the times at which a GPU may make it; a
 * kernel that reads before it waits therefore goes unnoticed.
 */
public final class AsyncCopies {
    private AsyncCopies() {}

    /** Copies {@code sourceBytes} bytes and fills with zeros up to {@code bytes}; indices and arrays are as {@link Access} finds them. */
    public static void copy(byte[] from, int fromIndex, byte[] to, int toIndex, int bytes, int sourceBytes) {
        int copied = Math.max(0, Math.min(bytes, sourceBytes));
        System.arraycopy(from, fromIndex, to, toIndex, copied);
        Arrays.fill(to, toIndex + copied, toIndex + bytes, (byte) 0);
    }
}

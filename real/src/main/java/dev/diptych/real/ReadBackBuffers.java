package dev.diptych.real;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;

/**
 * The pinned memory where the bytes of read-backs arrive. Each has a buffer until the controller has got its bytes; sizes are powers of
 * two, so that few buffers serve many reads.
 */
final class ReadBackBuffers {
    private static final int LEAST_BYTES = 4096;

    private final Cuda cuda;
    private final Cleanup cleanup;
    private final Map<Integer, Deque<PinnedMemory>> free = new TreeMap<>();

    ReadBackBuffers(Cuda cuda, Cleanup cleanup) {
        this.cuda = cuda;
        this.cleanup = cleanup;
    }

    /** Returns a buffer of at least {@code bytes}. */
    PinnedMemory take(int bytes) {
        int size = sizeBytes(bytes);
        PinnedMemory found = bucket(size).poll();
        return found == null ? PinnedMemory.allocate(cuda, size, cleanup) : found;
    }

    void giveBack(PinnedMemory buffer) {
        bucket(buffer.bytes().capacity()).push(buffer);
    }

    /** Returns the next power of two; beyond the largest one that a buffer can have, the size itself. */
    static int sizeBytes(int bytes) {
        int power = Integer.highestOneBit(Math.max(bytes, LEAST_BYTES));
        if (power >= bytes) {
            return power;
        }
        return power > Integer.MAX_VALUE / 2 ? bytes : 2 * power;
    }

    private Deque<PinnedMemory> bucket(int size) {
        return free.computeIfAbsent(size, unknown -> new ArrayDeque<>());
    }
}

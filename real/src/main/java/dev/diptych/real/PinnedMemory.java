package dev.diptych.real;

import dev.diptych.model.InputException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Pinned host memory that every GPU can reach; with unified addressing its address is the same for all of them.
 *
 * @param bytes the same memory as the JVM sees it, little-endian
 */
record PinnedMemory(NativePointer pointer, ByteBuffer bytes) {
    /** 64-bit words of a buffer; acquire-reading one makes visible what the device wrote before it. */
    static final VarHandle WORDS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /**
     * Returns new memory, to be freed by {@code cleanup}.
     *
     * @throws InputException when the host has not that much left to pin
     */
    static PinnedMemory allocate(Cuda cuda, int bytes, Cleanup cleanup) {
        NativePointer pointer = cuda.allocateHost(bytes);
        if (pointer == null) {
            throw new InputException(
                    "the host has no %d bytes left to pin: ask for less, or free memory".formatted(bytes));
        }
        cleanup.later(() -> cuda.freeHost(pointer));
        return new PinnedMemory(pointer, pointer.getByteBuffer().order(ByteOrder.LITTLE_ENDIAN));
    }

    /** Fills it with zeros. */
    void clear() {
        for (int at = 0; at < bytes.capacity(); at++) {
            bytes.put(at, (byte) 0);
        }
    }

    long address() {
        return pointer.address();
    }

    /** Writes a word; who sees it sees everything written before it. */
    void release(int offsetBytes, long value) {
        WORDS.setRelease(bytes, offsetBytes, value);
    }

    long acquire(int offsetBytes) {
        return (long) WORDS.getAcquire(bytes, offsetBytes);
    }
}

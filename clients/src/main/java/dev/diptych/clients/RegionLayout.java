package dev.diptych.clients;

import dev.diptych.model.InputException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Where things lie in the memory that a server and a client share: a word that counts announcements, a ring of requests, a ring of responses, then
 * slots, each with room for an input and an output.
 *
 * <p>Rings have one writer and one reader and a word of 8 bytes an entry, which says all there is to say: it is read once, and what was read cannot change
 * any more. Its lowest 16 bits are its position in the ring's history, from 1 on, so that nobody needs to clear words or to share a counter.
 *
 * @param slots requests that a client may have outstanding, a power of two; entries of each ring
 * @param inputBytes of a slot
 * @param outputBytes of a slot
 */
record RegionLayout(int slots, int inputBytes, int outputBytes) {
    /** Words of the memory, at multiples of 8. */
    static final VarHandle WORDS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    static final int MOST_SLOTS = 1 << RequestWord.SLOT_BITS;
    static final int MOST_BYTES = (1 << RequestWord.SIZE_BITS) - 1;
    /** Bytes that caches and prefetchers move together: what one side writes lies apart from what the other does. */
    private static final int APART_BYTES = 128;

    private static final int ANNOUNCED_OFFSET = 0;
    private static final int REQUESTS_OFFSET = APART_BYTES;

    RegionLayout {
        if (slots < 1 || slots > MOST_SLOTS || Integer.bitCount(slots) != 1) {
            throw new InputException("%d slots: should be a power of two, at most %d".formatted(slots, MOST_SLOTS));
        }
        if (inputBytes < 0 || inputBytes > MOST_BYTES || outputBytes < Long.BYTES || outputBytes > MOST_BYTES) {
            throw new InputException("slots of %d bytes for an input and %d for an output: at most %d, and an output 8"
                    .formatted(inputBytes, outputBytes, MOST_BYTES));
        }
        if (totalBytes(slots, inputBytes, outputBytes) > Integer.MAX_VALUE) {
            throw new InputException("%d slots of %d and %d bytes are more than 2 GiB for a client"
                    .formatted(slots, inputBytes, outputBytes));
        }
    }

    private static long totalBytes(int slots, int inputBytes, int outputBytes) {
        return slotsOffset(slots) + slots * (padded(inputBytes) + padded(outputBytes));
    }

    private static long slotsOffset(int slots) {
        return REQUESTS_OFFSET + 2 * padded(slots * Long.BYTES);
    }

    private static long padded(int bytes) {
        return ((long) bytes + APART_BYTES - 1) / APART_BYTES * APART_BYTES;
    }

    int bytes() {
        return (int) totalBytes(slots, inputBytes, outputBytes);
    }

    /** Returns where the server counts requests that it has announced to be almost done. */
    int announcedOffset() {
        return ANNOUNCED_OFFSET;
    }

    /** Returns where the word of a request lies. */
    int requestOffset(long position) {
        return REQUESTS_OFFSET + index(position) * Long.BYTES;
    }

    /** Returns where the word of a response lies. */
    int responseOffset(long position) {
        return (int) (REQUESTS_OFFSET + padded(slots * Long.BYTES)) + index(position) * Long.BYTES;
    }

    /** Returns which entry of a ring a position has. */
    int index(long position) {
        return (int) position & (slots - 1);
    }

    int inputOffset(int slot) {
        return (int) (slotsOffset(slots) + slot * (padded(inputBytes) + padded(outputBytes)));
    }

    int outputOffset(int slot) {
        return (int) (inputOffset(slot) + padded(inputBytes));
    }
}

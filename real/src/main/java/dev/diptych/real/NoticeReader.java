package dev.diptych.real;

import java.nio.ByteBuffer;

/**
 * The host's end of a ring of block notices, in the layout of {@code notices.cuh}: a word tells by its phase bit whether it is new, so
 * reading never writes to the ring.
 */
final class NoticeReader {
    private static final int BLOCKS_SHIFT = 32;
    private static final long BLOCKS_MASK = 0xFF_FFFF;
    private static final long STARTED = 1L << 56;

    private final ByteBuffer ring;
    private final int slots;
    private long next;
    private long word;

    /** A reader of a zeroed ring of {@code slots} words, a power of two, that nothing has been written to. */
    NoticeReader(ByteBuffer ring, int slots) {
        this.ring = ring;
        this.slots = slots;
    }

    /** Goes to the next notice; returns false when it has not come yet. What its blocks wrote is visible then. */
    boolean poll() {
        int slot = (int) (next & (slots - 1));
        long found = (long) PinnedMemory.WORDS.getAcquire(ring, slot * Long.BYTES);
        boolean oddLap = (next & slots) != 0;
        // The phase bit is the sign: set on even laps.
        if (found < 0 == oddLap) {
            return false;
        }
        next++;
        word = found;
        if (blocks() == 0) {
            throw new IllegalStateException("notice %d, 0x%016x, is about no block".formatted(next - 1, word));
        }
        return true;
    }

    /** Returns which launch the notice is about. */
    int opSlot() {
        return (int) word;
    }

    /** Returns how many blocks the notice is about, at least 1. */
    int blocks() {
        return (int) (word >>> BLOCKS_SHIFT & BLOCKS_MASK);
    }

    /** Returns whether they started; otherwise they finished. */
    boolean isStart() {
        return (word & STARTED) != 0;
    }
}

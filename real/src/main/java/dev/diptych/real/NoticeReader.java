package dev.diptych.real;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The host's end of a ring of block notices, in the layout of {@code notices.cuh}: a word tells by its phase bit whether it is new, so
 * reading never writes to the ring.
 */
final class NoticeReader {
    private static final int BLOCKS_SHIFT = 32;
    private static final long BLOCKS_MASK = 0xFF_FFFF;
    private static final long STARTED = 1L << 56;

    /**
     * A notice.
     *
     * @param opSlot which launch it is about
     * @param blocks how many blocks it is about, at least 1
     * @param started whether they started; otherwise they finished
     */
    record Notice(int opSlot, int blocks, boolean started) {}

    private final ByteBuffer ring;
    private final int slots;
    private long next;

    /** A reader of a zeroed ring of {@code slots} words, a power of two, that nothing has been written to. */
    NoticeReader(ByteBuffer ring, int slots) {
        this.ring = ring;
        this.slots = slots;
    }

    /** Returns the next notice, or null when it has not come yet. What its blocks wrote is visible then. */
    @Nullable
    Notice poll() {
        int slot = (int) (next & (slots - 1));
        long word = (long) PinnedMemory.WORDS.getAcquire(ring, slot * Long.BYTES);
        boolean oddLap = (next & slots) != 0;
        // The phase bit is the sign: set on even laps.
        if (word < 0 == oddLap) {
            return null;
        }
        next++;
        int blocks = (int) (word >>> BLOCKS_SHIFT & BLOCKS_MASK);
        if (blocks == 0) {
            throw new IllegalStateException("notice %d, 0x%016x, is about no block".formatted(next - 1, word));
        }
        return new Notice((int) word, blocks, (word & STARTED) != 0);
    }
}

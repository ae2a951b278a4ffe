package dev.diptych.sim.work;

import java.util.Arrays;

/**
 * Which pieces of a memory were touched not long ago, one block after the other as executed. That stands for the requests that wait at the memory
 * together: it serves them row by row, and they share translations of addresses granule by granule.
 */
final class OpenRows {
    /** Of a row of 1 KiB: HBM3 (JESD238) has pages of that size. */
    static final int ROW_BITS = 10;

    static final int ROW_BYTES = 1 << ROW_BITS;
    /** Touches after which a piece is closed: requests that wait at the memory together, about. */
    private static final int WINDOW = 1 << 12;

    private static final int ENTRY_BITS = 14;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final int bits;
    private final long[] rows = new long[1 << ENTRY_BITS];
    private final long[] touched = new long[1 << ENTRY_BITS];

    /**
     * @param bits of an address inside a piece
     */
    OpenRows(int bits) {
        this.bits = bits;
        Arrays.fill(rows, -1);
    }

    /**
     * Touches an address; returns whether its piece has to be opened.
     *
     * @param now in touches
     */
    boolean open(long address, long now) {
        long row = address >>> bits;
        int entry = (int) ((row * GOLDEN) >>> (Long.SIZE - ENTRY_BITS));
        boolean isOpen = rows[entry] == row && Math.abs(now - touched[entry]) <= WINDOW;
        rows[entry] = row;
        touched[entry] = now;
        return !isOpen;
    }
}

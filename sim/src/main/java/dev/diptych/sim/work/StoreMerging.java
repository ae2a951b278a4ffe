package dev.diptych.sim.work;

import java.util.Arrays;

/**
 * The lines that a warp's latest stores went to. What it stores into them again leaves its multiprocessor with what it stored before: records of up to
 * four words, written word by word, cost no more than whole lines, and records of eight words cost one request for each line and word (runs
 * records-write-* of traces/data/micro-memory). How many lines lies between; six is taken.
 */
final class StoreMerging {
    private static final int LINES = 6;

    /** What a store adds to what leaves the multiprocessor. */
    enum Added {
        /** Its sector is on its way with an earlier store. */
        NOTHING,
        /** The line is on its way, the sector is not. */
        SECTOR,
        /** A line that is not on its way. */
        REQUEST
    }

    private final int lineBytes;
    private final int sectorBytes;
    /** The latest first. */
    private final long[] lines = new long[LINES];

    private final int[] sectors = new int[LINES];
    private long block = -1;
    private int warp = -1;

    StoreMerging(int lineBytes, int sectorBytes) {
        this.lineBytes = lineBytes;
        this.sectorBytes = sectorBytes;
    }

    /** Takes a sector that a warp stores to. */
    Added store(long ofBlock, int ofWarp, long address) {
        if (ofBlock != block || ofWarp != warp) {
            block = ofBlock;
            warp = ofWarp;
            Arrays.fill(lines, -1);
        }
        long line = address / lineBytes;
        int sector = 1 << (address % lineBytes / sectorBytes);
        int at = 0;
        while (at < LINES - 1 && lines[at] != line) {
            at++;
        }
        boolean isThere = lines[at] == line;
        int there = isThere ? sectors[at] : 0;
        System.arraycopy(lines, 0, lines, 1, at);
        System.arraycopy(sectors, 0, sectors, 1, at);
        lines[0] = line;
        sectors[0] = there | sector;
        if (!isThere) {
            return Added.REQUEST;
        }
        return (there & sector) != 0 ? Added.NOTHING : Added.SECTOR;
    }
}

package dev.diptych.sim.cache;

import dev.diptych.model.hw.CacheSpec;
import java.util.Arrays;

/**
 * A set-associative cache whose lines are filled sector by sector, with least-recently-used replacement of lines. Sets are chosen by a hash of the
 * line's address, as on GPUs, so that power-of-two strides do not fall into few sets.
 */
public final class SectorCache {
    private final int lineBytes;
    private final int sectorBytes;
    private final int ways;
    private final int sets;
    /** Line numbers by set, most recently used first; -1 where empty. */
    private final long[] lines;
    /** A bit for each sector that the line holds. */
    private final int[] sectors;

    /** @param bytes of the cache, which need not be those of its specification; at least one line is kept */
    public SectorCache(CacheSpec spec, long bytes) {
        lineBytes = spec.lineBytes();
        sectorBytes = spec.sectorBytes();
        long count = Math.max(1, bytes / lineBytes);
        ways = (int) Math.min(spec.ways(), count);
        sets = (int) Math.min(Integer.MAX_VALUE / ways, count / ways);
        lines = new long[sets * ways];
        sectors = new int[sets * ways];
        clear();
    }

    /** Empties it. */
    public void clear() {
        Arrays.fill(lines, -1);
    }

    /** Reads or writes a sector, which is there afterwards; returns whether it was there before. */
    public boolean access(long address) {
        long line = address / lineBytes;
        int bit = 1 << (int) (address % lineBytes / sectorBytes);
        int first = set(line) * ways;
        for (int i = first; i < first + ways; i++) {
            if (lines[i] == line) {
                int held = sectors[i];
                toFront(first, i, line, held | bit);
                return (held & bit) != 0;
            }
        }
        toFront(first, first + ways - 1, line, bit);
        return false;
    }

    private void toFront(int first, int from, long line, int held) {
        System.arraycopy(lines, first, lines, first + 1, from - first);
        System.arraycopy(sectors, first, sectors, first + 1, from - first);
        lines[first] = line;
        sectors[first] = held;
    }

    /** Spreads lines by a multiplicative hash (Knuth, The Art of Computer Programming, volume 3, section 6.4). */
    private int set(long line) {
        long hash = line * 0x9E3779B97F4A7C15L;
        return (int) Long.remainderUnsigned(hash >>> 16, sets);
    }
}

package dev.diptych.sim.cache;

/*
 * A line is one long: its number, above a bit for each sector that was written and one for each that is there. A set is its lines' longs, most
 * recently used first, and zeros where nothing is, for a line that is there has a sector there. So one pass down a set looks for a line and moves
 * those above it by one place, as it reads each place to write it: there are no ages to keep or to compare, and what falls out at the end is
 * the least recently used line. The pass ends at the first empty place, and most passes at the first line: neighbouring sectors come together.
 */

/** Sets of lines with least-recently-used replacement. */
final class LruSets {
    private final int ways;
    private final int sectorsPerLine;
    /** The bits of sectors that were written. */
    private final long writtenBits;

    private final int numberShift;
    private final long[] lines;
    private long writtenBack;

    LruSets(int sets, int ways, int sectorsPerLine) {
        this.ways = ways;
        this.sectorsPerLine = sectorsPerLine;
        this.writtenBits = ((1L << sectorsPerLine) - 1) << sectorsPerLine;
        this.numberShift = 2 * sectorsPerLine;
        this.lines = new long[Math.multiplyExact(sets, ways)];
    }

    /** Reads a sector of a line; returns whether it was there. */
    boolean read(int set, long line, int sector) {
        return touch(set * ways, line, 1L << sector, 1L << sector);
    }

    /** Reads all sectors of a line; returns whether any was there. */
    boolean readLine(int set, long line) {
        long all = (1L << sectorsPerLine) - 1;
        return touch(set * ways, line, all, all);
    }

    /** Writes a sector of a line; returns whether it was there. */
    boolean write(int set, long line, int sector) {
        long there = 1L << sector;
        return touch(set * ways, line, there, there | there << sectorsPerLine);
    }

    private boolean touch(int first, long line, long there, long added) {
        long recent = lines[first];
        if (recent >>> numberShift == line) {
            lines[first] = recent | added;
            return (recent & there) != 0;
        }
        lines[first] = line << numberShift | added;
        long moved = recent;
        for (int i = first + 1; i < first + ways && moved != 0; i++) {
            long held = lines[i];
            lines[i] = moved;
            if (held >>> numberShift == line) {
                lines[first] = held | added;
                return (held & there) != 0;
            }
            moved = held;
        }
        writtenBack += Long.bitCount(moved & writtenBits);
        return false;
    }

    /** Sectors that were written, and whose line had to make room for another one. */
    long writtenBack() {
        return writtenBack;
    }

    /** Empties all sets. */
    void clear() {
        for (int first = 0; first < lines.length; first += ways) {
            for (int i = first; i < first + ways && lines[i] != 0; i++) {
                lines[i] = 0;
            }
        }
        writtenBack = 0;
    }
}

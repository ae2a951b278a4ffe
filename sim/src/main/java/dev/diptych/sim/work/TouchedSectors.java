package dev.diptych.sim.work;

import dev.diptych.sim.ptx.memory.Region;
import java.util.List;
import java.util.TreeSet;

/**
 * Which sectors of a region runs of neighbouring blocks touched, and what that says of the whole grid.
 *
 * <p>Runs are taken to draw from a population ({@link DrawnSectors}). What blocks of one run share with their neighbours says nothing of it, so it
 * does not count.
 */
final class TouchedSectors {
    private static final int PAGE_SECTORS_BITS = 15;
    private static final int SECTOR_BITS = 5;
    private static final int LINE_SECTORS = 4;
    private static final int SAMPLE = 64;
    /** An odd number, so that no two sectors have one hash: Knuth, The Art of Computer Programming, volume 3, section 6.4. */
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final Region region;
    /** By page and sector: the last run that touched it, 0 for none. */
    private final byte[][] lastRuns;
    /** By page and sector: how many bytes were stored, no more counted than a sector has. */
    private final byte[][] storedBytes;

    private long loads;
    /** Loads of sectors that the same run had touched before. */
    private long loadsAgain;
    /** Different sectors whose first touch was a load. */
    private long firstLoads;

    private long accesses;
    private long ofRuns;
    private long distinct;
    /** Pairs of neighbouring sectors with one that was touched. */
    private long pairs;

    /** Lines with a sector that was touched. */
    private long lines;
    /** Lines that each of the runs touched, added up. */
    private long linesOfRuns;
    /** Sectors that were stored to, and those of them that were stored whole. */
    private long written;

    private long writtenWhole;
    /** Hashes of the different sectors, the smallest {@link #SAMPLE} of them. */
    private final TreeSet<Long> smallest = new TreeSet<>();

    TouchedSectors(Region region) {
        this.region = region;
        this.lastRuns = new byte[(int) ((region.bytes() >> (SECTOR_BITS + PAGE_SECTORS_BITS)) + 1)][];
        this.storedBytes = new byte[lastRuns.length][];
    }

    Region region() {
        return region;
    }

    /**
     * Notes an access.
     *
     * @param run from 1 to 127
     * @param stored bytes of the sector that are stored
     */
    void touch(long address, int run, boolean isLoad, int stored) {
        long sector = (address - region.address()) >> SECTOR_BITS;
        int page = (int) (sector >> PAGE_SECTORS_BITS);
        int at = (int) sector & (1 << PAGE_SECTORS_BITS) - 1;
        byte[] runs = lastRuns[page];
        if (runs == null) {
            runs = new byte[1 << PAGE_SECTORS_BITS];
            lastRuns[page] = runs;
        }
        accesses++;
        loads += isLoad ? 1 : 0;
        loadsAgain += isLoad && runs[at] == run ? 1 : 0;
        firstLoads += isLoad && runs[at] == 0 ? 1 : 0;
        if (runs[at] != run) {
            int line = at & -LINE_SECTORS;
            linesOfRuns += runs[line] == run || runs[line + 1] == run || runs[line + 2] == run || runs[line + 3] == run
                    ? 0
                    : 1;
            if (runs[at] == 0) {
                distinct++;
                pairs += runs[at ^ 1] == 0 ? 1 : 0;
                lines += (runs[line] | runs[line + 1] | runs[line + 2] | runs[line + 3]) == 0 ? 1 : 0;
                sample(sector * GOLDEN);
            }
            ofRuns++;
            runs[at] = (byte) run;
        }
        if (stored > 0) {
            store(page, at, stored);
        }
    }

    private void store(int page, int at, int bytes) {
        byte[] stored = storedBytes[page];
        if (stored == null) {
            stored = new byte[1 << PAGE_SECTORS_BITS];
            storedBytes[page] = stored;
        }
        int before = stored[at];
        int after = Math.min(1 << SECTOR_BITS, before + bytes);
        stored[at] = (byte) after;
        written += before == 0 ? 1 : 0;
        writtenWhole += before < after && after == 1 << SECTOR_BITS ? 1 : 0;
    }

    /** Returns how far the first and the last of the sectors are apart, in whole pieces of 1 MiB. */
    long spanBytes() {
        int first = 0;
        while (first < lastRuns.length && lastRuns[first] == null) {
            first++;
        }
        int end = lastRuns.length;
        while (end > first && lastRuns[end - 1] == null) {
            end--;
        }
        return (long) (end - first) << (SECTOR_BITS + PAGE_SECTORS_BITS);
    }

    /** Returns how many different sectors were stored to. */
    long written() {
        return written;
    }

    /** Returns how many of them were not stored whole, as far as bytes that are stored twice do not hide it. */
    long writtenInPart() {
        return written - writtenWhole;
    }

    private void sample(long hash) {
        if (smallest.size() < SAMPLE) {
            smallest.add(hash);
        } else if (hash < smallest.last()) {
            smallest.pollLast();
            smallest.add(hash);
        }
    }

    /**
     * Returns some of the sectors, those with the smallest hashes: what two such samples share says what their sets do (A. Broder, On the resemblance
     * and containment of documents, 1997).
     */
    List<Long> sample() {
        return List.copyOf(smallest);
    }

    /** Returns whether so few sectors were touched that it matters which ones. */
    boolean isSmallPart() {
        return distinct << SECTOR_BITS < region.bytes() / 2;
    }

    /** Returns whether anything was loaded from it. */
    boolean isLoaded() {
        return loads > 0;
    }

    /** Returns how many different sectors were touched. */
    long distinct() {
        return distinct;
    }

    /** Returns how many different pairs of neighbouring sectors they lie in. */
    long pairs() {
        return pairs;
    }

    /** Returns how many loads there were. */
    long loads() {
        return loads;
    }

    /** Returns the loads of sectors that the same run had touched before. */
    long loadsAgain() {
        return loadsAgain;
    }

    /** Returns how many different sectors were loaded before anything else was done to them. */
    long firstLoads() {
        return firstLoads;
    }

    /** Returns how many accesses there were. */
    long accesses() {
        return accesses;
    }

    /** Returns the accesses to sectors that the same run had touched before. */
    long again() {
        return accesses - ofRuns;
    }

    /**
     * Returns how many different sectors the whole grid touches.
     *
     * @param runs how many there were
     * @param scale how many times as many blocks the grid has
     */
    double ofGrid(int runs, double scale) {
        return Math.max((double) distinct, drawn(runs).touched(runs * scale));
    }

    /**
     * Returns what its runs draw from.
     *
     * @param runs how many there were
     */
    DrawnSectors drawn(int runs) {
        double most = Math.max((double) distinct, (double) region.bytes() / (1 << SECTOR_BITS));
        return DrawnSectors.of(ofRuns, runs, distinct, most);
    }

    /**
     * Returns the same for lines: runs that touch a sector here and there come to most lines long before they come to most sectors.
     *
     * @param runs how many there were
     */
    DrawnSectors drawnLines(int runs) {
        double most = Math.max((double) lines, (double) region.bytes() / (LINE_SECTORS << SECTOR_BITS));
        return DrawnSectors.of(linesOfRuns, runs, lines, most);
    }
}

package dev.diptych.sim.work;

import dev.diptych.sim.ptx.memory.Region;
import java.util.List;
import java.util.TreeSet;

/**
 * Which sectors of a region runs of neighbouring blocks touched, and what that says of the whole grid.
 *
 * <p>Of {@code k} equal runs that each touch {@code a} different sectors, together {@code u}, a grid of {@code m} such runs touches {@code R (1 - (1
 * - a/R)^m)}, with R such that {@code u = R (1 - (1 - a/R)^k)}: runs that draw from R sectors each on its own. Runs that share nothing have no such R
 * and touch {@code m a} sectors; runs that all touch the same have R = a. What blocks of one run share with their neighbours says nothing of R, so
 * it does not count.
 */
final class TouchedSectors {
    private static final int PAGE_SECTORS_BITS = 15;
    private static final int SECTOR_BITS = 5;
    private static final int HALVINGS = 100;
    private static final int SAMPLE = 64;
    /** An odd number, so that no two sectors have one hash: Knuth, The Art of Computer Programming, volume 3, section 6.4. */
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final Region region;
    /** By page and sector: the last run that touched it, 0 for none. */
    private final byte[][] lastRuns;

    private long accesses;
    private long ofRuns;
    private long distinct;
    /** Pairs of neighbouring sectors with one that was touched. */
    private long pairs;

    private boolean isLoaded;
    /** Hashes of the different sectors, the smallest {@link #SAMPLE} of them. */
    private final TreeSet<Long> smallest = new TreeSet<>();

    TouchedSectors(Region region) {
        this.region = region;
        this.lastRuns = new byte[(int) ((region.bytes() >> (SECTOR_BITS + PAGE_SECTORS_BITS)) + 1)][];
    }

    Region region() {
        return region;
    }

    /**
     * Notes an access.
     *
     * @param run from 1 to 127
     */
    void touch(long address, int run, boolean isLoad) {
        long sector = (address - region.address()) >> SECTOR_BITS;
        int page = (int) (sector >> PAGE_SECTORS_BITS);
        int at = (int) sector & (1 << PAGE_SECTORS_BITS) - 1;
        byte[] runs = lastRuns[page];
        if (runs == null) {
            runs = new byte[1 << PAGE_SECTORS_BITS];
            lastRuns[page] = runs;
        }
        accesses++;
        isLoaded |= isLoad;
        if (runs[at] != run) {
            if (runs[at] == 0) {
                distinct++;
                pairs += runs[at ^ 1] == 0 ? 1 : 0;
                sample(sector * GOLDEN);
            }
            ofRuns++;
            runs[at] = (byte) run;
        }
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
        return isLoaded;
    }

    /** Returns how many different sectors were touched. */
    long distinct() {
        return distinct;
    }

    /** Returns how many different pairs of neighbouring sectors they lie in. */
    long pairs() {
        return pairs;
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
        double most = Math.max((double) distinct, (double) region.bytes() / (1 << SECTOR_BITS));
        double each = (double) ofRuns / runs;
        if (runs == 1 || distinct == ofRuns) {
            return Math.min(most, distinct * scale);
        }
        double low = Math.max(each, (double) distinct);
        double high = most;
        if (drawn(high, each, runs) <= distinct) {
            low = high;
        }
        for (int i = 0; i < HALVINGS && low < high; i++) {
            double middle = 0.5 * (low + high);
            if (drawn(middle, each, runs) < distinct) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return Math.max((double) distinct, Math.min(most, drawn(low, each, runs * scale)));
    }

    private static double drawn(double from, double each, double runs) {
        return from * (1 - StrictMath.pow(1 - Math.min(1, each / from), runs));
    }
}

package dev.diptych.sim.cache;

import dev.diptych.model.hw.CacheSpec;
import java.util.ArrayList;
import java.util.List;

/*
 * Each line has a home, drawn by a hash of its number. A multiprocessor reads through the partition that it is at: what is not there comes from the
 * line's home, or from memory by way of the home, and stays in both. So does what it writes; it is the home that writes it back. So of a stream of
 * which one multiprocessor touches each line, a share of (p - 1)/p lies in two of p partitions, and the partitions together hold less than their bytes
 * of different lines: that is what effectiveBytes tells, so they have that much more together, as far as there is so much.
 *
 * A single multiprocessor so sees one partition's bytes: a chase over 32 MiB of an H200's 60 misses about half of the time (chase-32m of
 * traces/data/micro), although all of it would fit.
 */

/** A shared cache in one or more partitions, simulated on addresses. */
public final class PartitionedCache {
    /** Bits of a line's number that leave its home as it is: neighbouring lines share one. */
    private static final int HOME_BITS = 2;

    private final int lineShift;
    private final int groupShift;
    private final List<CacheModel> partitions = new ArrayList<>();

    private PartitionedCache(CacheSpec spec, int mostGroupShift) {
        this.lineShift = CacheShape.of(spec, spec.bytes()).lineShift();
        int count = spec.partitions();
        double copies = 1 + (count - 1.0) / count;
        long bytes = Math.min(spec.bytes(), Math.round(copies * spec.effectiveBytes())) / count;
        int sets = CacheShape.of(spec, bytes).sets();
        groupShift = Math.min(mostGroupShift, Integer.SIZE - 1 - Integer.numberOfLeadingZeros(sets));
        for (int i = 0; i < count; i++) {
            partitions.add(groupShift == 0 ? new SectorCache(spec, bytes) : new SampledCache(spec, bytes, groupShift));
        }
    }

    /** Every set of a cache. */
    public static PartitionedCache exact(CacheSpec spec) {
        return new PartitionedCache(spec, 0);
    }

    /**
     * One set in {@code 2^groupShift} of a cache, or in so many that there is one.
     */
    public static PartitionedCache sampled(CacheSpec spec, int groupShift) {
        return new PartitionedCache(spec, groupShift);
    }

    /**
     * Reads a sector for a multiprocessor.
     *
     * @param partition that the multiprocessor is at
     */
    public Outcome read(int partition, long address) {
        Outcome near = partitions.get(partition).read(address);
        int home = home(address);
        return near == Outcome.MISS && home != partition ? partitions.get(home).read(address) : near;
    }

    /** Does the same for all sectors of a line; a hit if any of them was there. */
    public Outcome readLine(int partition, long address) {
        Outcome near = partitions.get(partition).readLine(address);
        int home = home(address);
        return near == Outcome.MISS && home != partition ? partitions.get(home).readLine(address) : near;
    }

    /**
     * Writes a sector for a multiprocessor.
     *
     * @param partition that the multiprocessor is at
     */
    public Outcome write(int partition, long address) {
        int home = home(address);
        if (home != partition) {
            partitions.get(partition).read(address);
        }
        return partitions.get(home).write(address);
    }

    /** Returns whether the set of an address is simulated. */
    public boolean isSampled(long address) {
        return partitions.get(0).isSampled(address);
    }

    private int home(long address) {
        long hash = (address >>> (lineShift + HOME_BITS)) * SetIndex.GOLDEN;
        return (int) (((hash >>> 32) * partitions.size()) >>> 32);
    }

    /** Returns how many sets one that is simulated stands for. */
    public int setsForEach() {
        return 1 << groupShift;
    }

    /** Returns how many partitions there are. */
    public int partitions() {
        return partitions.size();
    }

    /** Returns how many sectors that were written had to make room, ever since; an estimate where sets are a sample. */
    public long writtenBack() {
        long sectors = 0;
        for (CacheModel partition : partitions) {
            sectors += partition.writtenBack();
        }
        return sectors;
    }
}

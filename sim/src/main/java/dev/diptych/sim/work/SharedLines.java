package dev.diptych.sim.work;

import dev.diptych.sim.ptx.exec.MemoryAccess;
import dev.diptych.sim.ptx.exec.SectorSink;
import dev.diptych.sim.ptx.memory.GlobalMemory;
import dev.diptych.sim.ptx.memory.Region;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What blocks of one multiprocessor load in common, from some blocks that lie far apart in the grid. Which blocks come to share a multiprocessor is as
 * good as chance (runs tables-131x16k and tables-132x16k of traces/data/micro-reuse take equally long), so all that counts is the probability {@code
 * s} that a line of one block is one of another block's too.
 *
 * <p>Among {@code n} mates, a block finds a line with {@code 1 - (1 - s)^n}. And the lines of {@code n} blocks that a cache holds are those of one,
 * times {@code s + (1 - s) n}.
 */
final class SharedLines implements SectorSink {
    /** Lines are chosen by the leading bits of their hash. */
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private static final int HASH_BITS = 20;

    private final GlobalMemory memory;
    private final int lineBytes;
    /** By the address of a region, in the order of their first touch, so that sums are the same each time: how many blocks loaded each line. */
    private final Map<Long, Map<Long, Integer>> loads = new LinkedHashMap<>();
    /** By the address of a region: the probability that a block's first load of a line finds it. */
    private final Map<Long, Double> found = new HashMap<>();

    private final Set<Long> ofBlock = new HashSet<>();
    private long block = -1;
    private int blocks;
    private double crowding = 1;

    SharedLines(GlobalMemory memory, int lineBytes) {
        this.memory = memory;
        this.lineBytes = lineBytes;
    }

    @Override
    public boolean touch(long linearBlock, int warp, MemoryAccess access, long address, int bytes) {
        if (linearBlock != block) {
            block = linearBlock;
            blocks++;
            ofBlock.clear();
        }
        boolean stays = access.kind() == MemoryAccess.Kind.LOAD && !access.passesFirstLevel();
        Region region = stays ? memory.regionOf(address) : null;
        if (region != null && ofBlock.add(address / lineBytes)) {
            loads.computeIfAbsent(region.address(), absent -> new LinkedHashMap<>())
                    .merge(address / lineBytes, 1, Integer::sum);
        }
        return false;
    }

    /**
     * Draws the conclusions, once the blocks were executed.
     *
     * @param mates that run on one multiprocessor together
     * @param blocksPerSm of the launch for each multiprocessor, of which the first one finds nothing
     * @param cacheBytes of a multiprocessor; of more than fits, as much as fits is found
     */
    void conclude(int mates, double blocksPerSm, long cacheBytes) {
        double lines = 0;
        double held = 0;
        for (Map.Entry<Long, Map<Long, Integer>> region : loads.entrySet()) {
            double ofRegion = 0;
            double hits = 0;
            for (int count : region.getValue().values()) {
                double share = blocks > 1 ? (count - 1.0) / (blocks - 1) : 0;
                ofRegion += count;
                hits += count * (1 - StrictMath.pow(1 - share, mates));
                held += count * (share + (1 - share) * mates);
            }
            lines += ofRegion;
            found.put(region.getKey(), hits / ofRegion * Math.max(0, 1 - 1 / blocksPerSm));
        }
        double kept = Math.min(1, cacheBytes / Math.max(1, held * lineBytes / Math.max(1, blocks)));
        found.replaceAll((region, share) -> share * kept);
        crowding = lines == 0 ? mates : held / lines;
    }

    /** Returns how many times a block's lines all lines of its mates and itself are. */
    double crowding() {
        return crowding;
    }

    /** Returns whether a block's first load of a line finds it, because a mate has loaded it. */
    boolean isFound(@Nullable Region region, long address) {
        double share = region == null ? 0 : found.getOrDefault(region.address(), 0.0);
        long hash = address / lineBytes * GOLDEN;
        return share > 0 && (hash >>> (Long.SIZE - HASH_BITS)) < share * (1 << HASH_BITS);
    }
}

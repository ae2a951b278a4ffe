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
 * What blocks of one multiprocessor load in common, from two of them: which share of the lines that a block loads from a region its mate, a wave of
 * multiprocessors later, loads too.
 *
 * <p>If {@code n} mates are around and each has loaded a line with probability {@code s}, a block finds it with {@code 1 - (1 - s)^n}. And the lines
 * of {@code n} blocks that a cache holds are those of one, times {@code s + (1 - s) n}.
 */
final class SharedLines implements SectorSink {
    /** Lines are chosen by the leading bits of their hash. */
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private static final int HASH_BITS = 20;

    private final GlobalMemory memory;
    private final int lineBytes;
    /** By the address of a region, in the order of their first touch, so that sums are the same each time: the first block's lines that the other has not loaded. */
    private final Map<Long, Set<Long>> ofOne = new LinkedHashMap<>();

    private final Map<Long, Long> common = new HashMap<>();
    /** By the address of a region: the probability that a block's first load of a line finds it. */
    private final Map<Long, Double> found = new HashMap<>();

    private long first = -1;
    private double crowding = 1;

    SharedLines(GlobalMemory memory, int lineBytes) {
        this.memory = memory;
        this.lineBytes = lineBytes;
    }

    @Override
    public boolean touch(long block, int warp, MemoryAccess.Kind kind, long address) {
        if (kind != MemoryAccess.Kind.LOAD) {
            return false;
        }
        if (first < 0) {
            first = block;
        }
        Region region = memory.regionOf(address);
        if (region != null) {
            Set<Long> lines = ofOne.computeIfAbsent(region.address(), absent -> new HashSet<>());
            long line = address / lineBytes;
            if (block == first) {
                lines.add(line);
            } else if (lines.remove(line)) {
                common.merge(region.address(), 1L, Long::sum);
            }
        }
        return false;
    }

    /**
     * Draws the conclusions, once both blocks were executed.
     *
     * @param mates that run on one multiprocessor together
     * @param blocks of the launch for each multiprocessor, of which the first one finds nothing
     */
    void conclude(int mates, double blocks) {
        double lines = 0;
        double held = 0;
        for (Map.Entry<Long, Set<Long>> region : ofOne.entrySet()) {
            long shared = common.getOrDefault(region.getKey(), 0L);
            double of = (double) shared + region.getValue().size();
            double share = of == 0 ? 0 : shared / of;
            lines += of;
            held += of * (share + (1 - share) * mates);
            found.put(region.getKey(), (1 - StrictMath.pow(1 - share, mates)) * Math.max(0, 1 - 1 / blocks));
        }
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

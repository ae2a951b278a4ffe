package dev.diptych.sim.work;

import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.hw.Place;
import dev.diptych.model.work.WorkProfile.Touched;
import dev.diptych.sim.cache.Outcome;
import dev.diptych.sim.cache.SectorCache;
import dev.diptych.sim.ptx.exec.MemoryAccess;
import dev.diptych.sim.ptx.exec.SectorSink;
import dev.diptych.sim.ptx.memory.GlobalMemory;
import dev.diptych.sim.ptx.memory.Region;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * Follows the sectors that blocks touch: loads through a first level that each block has to itself, at its beginning empty but for what its mates have
 * loaded of what they have in common; what misses there, with all stores and atomics, by region of memory.
 */
final class CacheTraffic implements SectorSink {
    private static final int MOST_RUNS = Byte.MAX_VALUE;

    /** What one block has to do with one place, in bytes. */
    static final class OfPlace {
        long readBytes;
        long writtenBytes;
        long atomics;

        long bytes() {
            return readBytes + writtenBytes;
        }
    }

    private final GlobalMemory memory;
    private final int sectorBytes;
    private final int lineBytes;
    private final boolean isPaired;
    private final SectorCache first;
    private final SharedLines shared;
    /** Of the block: what it loaded of that which blocks of its multiprocessor have in common. */
    private final Set<Long> loadedShared = new HashSet<>();

    private final Map<Long, Long> atomicsByLine = new HashMap<>();
    private final Map<Region, TouchedSectors> regions = new LinkedHashMap<>();
    private final Map<Long, Map<Place, OfPlace>> blocks = new HashMap<>();
    private Map<Place, OfPlace> current = new LinkedHashMap<>();
    private long block = -2;
    private int run;

    /**
     * @param firstLevelBytes of a block
     * @param shared what blocks of one multiprocessor have in common
     */
    CacheTraffic(GlobalMemory memory, GpuSpec gpu, long firstLevelBytes, SharedLines shared) {
        this.memory = memory;
        this.sectorBytes = gpu.l2().sectorBytes();
        this.lineBytes = gpu.l2().lineBytes();
        this.isPaired = gpu.l2().fillBytes() > gpu.l2().sectorBytes();
        this.first = new SectorCache(gpu.l1(), firstLevelBytes);
        this.shared = shared;
    }

    @Override
    public boolean touch(long linearBlock, int warp, MemoryAccess.Kind kind, long address) {
        if (linearBlock != block) {
            begin(linearBlock);
        }
        if (kind == MemoryAccess.Kind.LOAD && first.read(address) == Outcome.HIT) {
            return true;
        }
        Region region = memory.regionOf(address);
        if (region == null) {
            throw new IllegalStateException("a sector at 0x%x was touched that is in no region".formatted(address));
        }
        if (kind == MemoryAccess.Kind.LOAD && shared.isFound(region, address) && loadedShared.add(address)) {
            return true;
        }
        OfPlace traffic = current.computeIfAbsent(region.place(), absent -> new OfPlace());
        if (kind != MemoryAccess.Kind.STORE) {
            traffic.readBytes += sectorBytes;
        }
        if (kind != MemoryAccess.Kind.LOAD) {
            traffic.writtenBytes += sectorBytes;
        }
        if (kind == MemoryAccess.Kind.ATOMIC) {
            traffic.atomics++;
            atomicsByLine.merge(address / lineBytes, 1L, Long::sum);
        }
        regions.computeIfAbsent(region, TouchedSectors::new).touch(address, run, kind != MemoryAccess.Kind.STORE);
        return false;
    }

    private void begin(long linearBlock) {
        run += linearBlock != block + 1 && run < MOST_RUNS ? 1 : 0;
        block = linearBlock;
        first.clear();
        loadedShared.clear();
        current = blocks.computeIfAbsent(linearBlock, absent -> new LinkedHashMap<>());
    }

    /** Returns the traffic of a block by place, in the order of its first touch. */
    Map<Place, OfPlace> of(long linearBlock) {
        return blocks.getOrDefault(linearBlock, Map.of());
    }

    /** Returns the share of all atomics that go to the line which most of them go to; 0 if there are none. */
    double busiestLineShare() {
        long all = 0;
        long most = 0;
        for (long count : atomicsByLine.values()) {
            all += count;
            most = Math.max(most, count);
        }
        return all == 0 ? 0 : (double) most / all;
    }

    /** Returns how much more than the sectors themselves their misses bring in. */
    double fillFactor(Place place) {
        long sectors = 0;
        long pairs = 0;
        for (TouchedSectors each : regions.values()) {
            if (each.region().place().equals(place)) {
                sectors += each.distinct();
                pairs += each.pairs();
            }
        }
        return isPaired && sectors > 0 ? Math.max(1, 2.0 * pairs / sectors) : 1;
    }

    /** Returns the regions that anything was loaded from. */
    List<Region> loaded() {
        return regions.values().stream()
                .filter(TouchedSectors::isLoaded)
                .map(TouchedSectors::region)
                .toList();
    }

    /**
     * Returns what the whole grid touches.
     *
     * @param scale how many times as many blocks it has
     */
    List<Touched> touched(double scale, ToIntFunction<Region> buffers) {
        List<Touched> touched = new ArrayList<>();
        regions.forEach((region, sectors) -> touched.add(new Touched(
                region.place(),
                buffers.applyAsInt(region),
                Math.round(sectors.ofGrid(run, scale)
                        * sectorBytes
                        * (isPaired ? 2.0 * sectors.pairs() / sectors.distinct() : 1)),
                sectors.isSmallPart() ? sectors.sample() : List.of())));
        return touched;
    }

    /**
     * Returns the share of the accesses to a place that find what the launch itself touched before: what a block or its neighbours did not long ago,
     * always; what blocks anywhere in the grid did, as far as a cache keeps it that is full of what they touch at random.
     */
    double reusedShare(Place place, double scale, long cacheBytes) {
        double accesses = 0;
        double again = 0;
        double distinct = 0;
        for (TouchedSectors sectors : regions.values()) {
            if (sectors.region().place().equals(place)) {
                accesses += scale * sectors.accesses();
                again += scale * sectors.again();
                distinct += sectors.ofGrid(run, scale);
            }
        }
        if (accesses == 0) {
            return 0;
        }
        double kept = Math.min(1, cacheBytes / Math.max(1, distinct * sectorBytes));
        double elsewhere = Math.max(0, accesses - again - distinct);
        return Math.min(1, (again + kept * elsewhere) / accesses);
    }
}

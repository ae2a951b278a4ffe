package dev.diptych.sim.work;

import dev.diptych.model.hw.CacheSpec;
import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.hw.HostMemory;
import dev.diptych.model.hw.Place;
import dev.diptych.sim.cache.SectorCache;
import dev.diptych.sim.ptx.exec.MemoryAccess;
import dev.diptych.sim.ptx.exec.SectorSink;
import dev.diptych.sim.ptx.memory.GlobalMemory;
import dev.diptych.sim.ptx.memory.Region;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Follows the sectors that blocks touch through caches: loads through a first level that each block has to itself, empty at its beginning, and
 * what misses there, with all stores and atomics, through the second level of the memory's own place. Host memory has no second level.
 */
final class CacheTraffic implements SectorSink {
    /** What one block has to do with one place, in bytes. */
    static final class OfPlace {
        long readBytes;
        long writtenBytes;
        /** Of both, what the second level already held. */
        long hitBytes;

        long bytes() {
            return readBytes + writtenBytes;
        }
    }

    private final GlobalMemory memory;
    private final CacheSpec spec;
    private final SectorCache first;
    private final Map<Place, SectorCache> second = new LinkedHashMap<>();
    private final Map<Long, Map<Place, OfPlace>> blocks = new HashMap<>();
    private Map<Place, OfPlace> current = new LinkedHashMap<>();
    private final Map<Place, Long> missedBytes = new LinkedHashMap<>();
    private long block = -1;

    /** @param blocksPerSm that share the first level */
    CacheTraffic(GlobalMemory memory, GpuSpec gpu, int blocksPerSm) {
        this.memory = memory;
        this.spec = gpu.l2();
        this.first = new SectorCache(gpu.l1(), gpu.l1().effectiveBytes() / Math.max(1, blocksPerSm));
    }

    @Override
    public boolean touch(long linearBlock, int warp, MemoryAccess.Kind kind, long address) {
        if (linearBlock != block) {
            block = linearBlock;
            first.clear();
            current = blocks.computeIfAbsent(linearBlock, absent -> new LinkedHashMap<>());
        }
        if (kind == MemoryAccess.Kind.LOAD && first.access(address)) {
            return true;
        }
        Region region = memory.regionOf(address);
        if (region == null) {
            throw new IllegalStateException("a sector at 0x%x was touched that is in no region".formatted(address));
        }
        Place place = region.place();
        OfPlace traffic = current.computeIfAbsent(place, absent -> new OfPlace());
        if (kind != MemoryAccess.Kind.STORE) {
            traffic.readBytes += spec.sectorBytes();
        }
        if (kind != MemoryAccess.Kind.LOAD) {
            traffic.writtenBytes += spec.sectorBytes();
        }
        if (place.equals(HostMemory.HOST)) {
            return false;
        }
        SectorCache cache = second.computeIfAbsent(place, absent -> new SectorCache(spec, spec.effectiveBytes()));
        if (cache.access(address)) {
            // What an atomic reads and what it writes.
            traffic.hitBytes += (kind == MemoryAccess.Kind.ATOMIC ? 2L : 1L) * spec.sectorBytes();
        } else {
            missedBytes.merge(place, (long) spec.sectorBytes(), Long::sum);
        }
        return false;
    }

    /** Returns the traffic of a block by place, in the order of its first touch. */
    Map<Place, OfPlace> of(long linearBlock) {
        return blocks.getOrDefault(linearBlock, Map.of());
    }

    /** Returns the bytes of a place that no block found in the second level. */
    long missedBytes(Place place) {
        return missedBytes.getOrDefault(place, 0L);
    }
}

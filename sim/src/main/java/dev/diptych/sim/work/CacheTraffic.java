package dev.diptych.sim.work;

import dev.diptych.model.hw.CacheSpec;
import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.hw.Place;
import dev.diptych.model.work.Misses;
import dev.diptych.model.work.Scatter;
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
import org.jspecify.annotations.Nullable;

/**
 * Follows the sectors that blocks touch: loads through a first level that each block has to itself, at its beginning empty but for what its mates have
 * loaded of what they have in common; what misses there, with all stores and atomics, by region of memory.
 */
final class CacheTraffic implements SectorSink {
    private static final int MOST_RUNS = Byte.MAX_VALUE;
    /** What the mask of a sector that is stored in part takes: runs store-strided-* of traces/data/micro-memory. */
    private static final int MASK_BYTES = 10;
    /** Lines that lie in one slice: atomics on 4 KiB take as long as if they had eight slices, runs atomic-*-10 of traces/data/micro. */
    private static final int GROUP_LINES = 4;

    /** What one block has to do with one place, in bytes. */
    static final class OfPlace {
        long readBytes;
        long writtenBytes;
        long sentBytes;
        long readRequests;
        long writeRequests;
        long atomics;
    }

    /** What misses of a place would be, if all did. */
    private static final class Opened {
        private final OpenRows rows = new OpenRows(OpenRows.ROW_BITS);
        private final OpenRows granules = new OpenRows(Scatter.GRANULE_BITS);
        private long readSectors;
        private long readRows;
        private long readGranules;
        private long writtenSectors;
        private long writtenRows;
    }

    private final GlobalMemory memory;
    private final int sectorBytes;
    private final int lineBytes;
    private final boolean isPaired;
    private final CacheSpec second;
    private final StoreMerging merging;
    private final WarpClock clock;
    private final Map<Place, Opened> opened = new HashMap<>();
    private final SectorCache first;
    private final SharedLines shared;
    private final @Nullable SectorTrace trace;
    /** Of the block: what it loaded of that which blocks of its multiprocessor have in common. */
    private final Set<Long> loadedShared = new HashSet<>();

    private final Map<Long, Long> atomicsByGroup = new HashMap<>();
    private final Map<Region, TouchedSectors> regions = new LinkedHashMap<>();
    private final Map<Long, Map<Place, OfPlace>> blocks = new HashMap<>();
    private Map<Place, OfPlace> current = new LinkedHashMap<>();
    private long block = -2;
    private long loadedLine = -1;
    private int loadingWarp = -1;
    private int run;

    /**
     * @param warps of a block
     * @param firstLevelBytes of a block
     * @param shared what blocks of one multiprocessor have in common
     * @param trace takes what goes past the first level; null to let it go
     */
    CacheTraffic(
            GlobalMemory memory,
            GpuSpec gpu,
            int warps,
            long firstLevelBytes,
            SharedLines shared,
            @Nullable SectorTrace trace) {
        this.clock = new WarpClock(warps);
        this.memory = memory;
        this.sectorBytes = gpu.l2().sectorBytes();
        this.lineBytes = gpu.l2().lineBytes();
        this.isPaired = gpu.l2().fillBytes() > gpu.l2().sectorBytes();
        this.second = gpu.l2();
        this.merging = new StoreMerging(lineBytes, sectorBytes);
        this.first = new SectorCache(gpu.l1(), firstLevelBytes);
        this.shared = shared;
        this.trace = trace;
    }

    @Override
    public boolean touch(long linearBlock, int warp, MemoryAccess access, long address, int amount) {
        if (linearBlock != block) {
            begin(linearBlock);
        }
        MemoryAccess.Kind kind = access.kind();
        boolean usesFirst = kind == MemoryAccess.Kind.LOAD && !access.passesFirstLevel();
        if (usesFirst && first.read(address) == Outcome.HIT) {
            return true;
        }
        Region region = memory.regionOf(address);
        if (region == null) {
            throw new IllegalStateException("a sector at 0x%x was touched that is in no region".formatted(address));
        }
        if (usesFirst && shared.isFound(region, address) && loadedShared.add(address)) {
            return true;
        }
        OfPlace traffic = current.computeIfAbsent(region.place(), absent -> new OfPlace());
        Opened memories = opened.computeIfAbsent(region.place(), absent -> new Opened());
        TouchedSectors sectors = regions.computeIfAbsent(region, TouchedSectors::new);
        boolean leaves = true;
        if (kind == MemoryAccess.Kind.STORE) {
            leaves = store(traffic, memories, linearBlock, warp, address, amount);
        } else {
            load(traffic, memories, warp, address);
        }
        if (trace != null && leaves) {
            trace.add(warp, kind, region, address);
        }
        if (kind == MemoryAccess.Kind.ATOMIC) {
            traffic.writtenBytes += sectorBytes;
            traffic.sentBytes += sectorBytes;
            traffic.atomics += amount;
            memories.writtenSectors++;
            atomicsByGroup.merge(address / ((long) GROUP_LINES * lineBytes), (long) amount, Long::sum);
        }
        sectors.touch(address, run, kind != MemoryAccess.Kind.STORE, stored(kind, amount));
        return false;
    }

    /** Returns how much of a sector is written; what atomics work on was fetched before. */
    private int stored(MemoryAccess.Kind kind, int bytes) {
        return switch (kind) {
            case LOAD -> 0;
            case STORE -> bytes;
            case ATOMIC -> sectorBytes;
        };
    }

    private void load(OfPlace traffic, Opened memories, int warp, long address) {
        traffic.readBytes += sectorBytes;
        // The sectors of an access come by ascending address, so those of a line come together.
        if (address / lineBytes != loadedLine || warp != loadingWarp) {
            traffic.readRequests++;
            loadedLine = address / lineBytes;
            loadingWarp = warp;
        }
        memories.readSectors++;
        long now = clock.touch(warp);
        memories.readRows += memories.rows.open(address, now) ? 1 : 0;
        memories.readGranules += memories.granules.open(address, now) ? 1 : 0;
    }

    /** Returns whether a sector more leaves the multiprocessor. */
    private boolean store(OfPlace traffic, Opened memories, long linearBlock, int warp, long address, int bytes) {
        StoreMerging.Added added = merging.store(linearBlock, warp, address);
        if (added == StoreMerging.Added.REQUEST) {
            traffic.writeRequests++;
            traffic.sentBytes += sectorBytes;
        }
        if (added != StoreMerging.Added.NOTHING) {
            traffic.writtenBytes += sectorBytes;
            traffic.sentBytes += sectorBytes + (bytes < sectorBytes ? MASK_BYTES : 0);
            memories.writtenSectors++;
        }
        memories.writtenRows += memories.rows.open(address, clock.touch(warp)) ? 1 : 0;
        return added != StoreMerging.Added.NOTHING;
    }

    private void begin(long linearBlock) {
        run += linearBlock != block + 1 && run < MOST_RUNS ? 1 : 0;
        block = linearBlock;
        if (trace != null) {
            trace.begin();
        }
        clock.begin();
        first.clear();
        loadedShared.clear();
        current = blocks.computeIfAbsent(linearBlock, absent -> new LinkedHashMap<>());
    }

    /** Returns the traffic of a block by place, in the order of its first touch. */
    Map<Place, OfPlace> of(long linearBlock) {
        return blocks.getOrDefault(linearBlock, Map.of());
    }

    /** Returns the share of all atomics that go to the slice which most of them go to; 0 if there are none. */
    double busiestSliceShare() {
        long all = 0;
        long most = 0;
        for (long count : atomicsByGroup.values()) {
            all += count;
            most = Math.max(most, count);
        }
        return all == 0 ? 0 : (double) most / all;
    }

    /**
     * What all accesses of a launch to one place find in the shared cache there, if nothing was there before.
     *
     * @param misses what they are to the memory, if nothing stays in the cache after the launch
     * @param foundShare of the loads
     */
    record OfLaunch(Misses misses, double foundShare) {}

    /** Returns what the accesses to a place come to, of a grid that has {@code scale} times as many blocks. */
    OfLaunch ofLaunch(Place place, double scale) {
        List<TouchedSectors> touched = regions.values().stream()
                .filter(each -> each.region().place().equals(place))
                .toList();
        LaunchReuse reuse = new LaunchReuse(touched, run, scale, second);
        double sectors = 0;
        double pairs = 0;
        double written = 0;
        double ofSample = 0;
        double filled = 0;
        double spanBytes = 0;
        for (TouchedSectors each : touched) {
            sectors += each.distinct();
            pairs += each.pairs();
            written += each.ofGrid(run, scale) * each.written() / Math.max(1, each.distinct());
            ofSample += (double) each.written();
            filled += (double) each.writtenInPart();
            spanBytes += (double) each.spanBytes();
        }
        double factor = isPaired && sectors > 0 ? Math.max(1, 2 * pairs / sectors) : 1;
        Opened rows = opened.getOrDefault(place, new Opened());
        double stores = scale * rows.writtenSectors;
        // A sector that was pushed out and is stored to again is written again.
        double again = Math.max(0, stores - written) * reuse.pushedOutShare();
        Misses misses = new Misses(
                factor,
                stores == 0 ? 0 : Math.min(1, (written + again) / stores),
                ofSample == 0 ? 0 : factor * filled / ofSample,
                excess(rows.readRows, factor * rows.readSectors),
                excess(rows.writtenRows, (double) rows.writtenSectors),
                scatter(rows, spanBytes));
        return new OfLaunch(misses, reuse.foundShare());
    }

    /** Whether a launch goes from one span to the next does not show in a sample: all it touches is one span. */
    private Scatter scatter(Opened opened, double spanBytes) {
        double turns = (double) opened.readGranules / Math.max(1, opened.readSectors * sectorBytes);
        return new Scatter(turns, turns, spanBytes, spanBytes);
    }

    /** Returns the rows for each byte beyond those that a stream opens. */
    private double excess(long rows, double sectors) {
        double bytes = sectors * sectorBytes;
        return bytes == 0 ? 0 : Math.max(0, rows / bytes - 1.0 / OpenRows.ROW_BYTES);
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
                Math.round(LaunchReuse.heldBytes(sectors.drawnLines(run), run * scale, second)),
                sectors.isSmallPart() ? sectors.sample() : List.of())));
        return touched;
    }
}

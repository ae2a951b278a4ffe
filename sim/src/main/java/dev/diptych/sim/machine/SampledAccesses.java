package dev.diptych.sim.machine;

import dev.diptych.sim.cache.Outcome;
import dev.diptych.sim.cache.PartitionedCache;
import dev.diptych.sim.ptx.exec.MemoryAccess;
import dev.diptych.sim.work.SectorTrace;
import java.util.Arrays;

/*
 * An access is one long: the number of its sector, above the partition that it comes from and two bits that say whether it loads and stores.
 */

/** The accesses of a launch to one cache, as far as they go to sets that are simulated, in the order in which the machine would make them. */
final class SampledAccesses {
    private static final int SECTOR_BITS = 5;
    private static final long LOADS = 1;
    private static final long STORES = 2;
    private static final int KIND_BITS = 2;
    private static final int PARTITION_BITS = 6;

    private final long[] accesses;
    private final long loads;
    private final long stores;

    private SampledAccesses(long[] accesses, long loads, long stores) {
        this.accesses = accesses;
        this.loads = loads;
        this.stores = stores;
    }

    /**
     * Returns those of a launch.
     *
     * @param slots blocks that run together
     * @param sms multiprocessors that they are on
     * @param begins by part of the trace: where it begins; -1 if the cache is not its own
     */
    static SampledAccesses of(SectorTrace trace, int slots, int sms, long[] begins, PartitionedCache cache) {
        if (cache.partitions() > 1 << PARTITION_BITS) {
            throw new IllegalArgumentException("a cache has at most %d partitions, but this one has %d"
                    .formatted(1 << PARTITION_BITS, cache.partitions()));
        }
        Collector collector = new Collector(sms, begins, cache);
        trace.replay(slots, collector);
        return new SampledAccesses(
                Arrays.copyOf(collector.accesses, collector.count), collector.loads, collector.stores);
    }

    private static final class Collector implements SectorTrace.Visitor {
        private final int sms;
        private final long[] begins;
        private final PartitionedCache cache;
        private long[] accesses = new long[1 << 10];
        private int count;
        private long loads;
        private long stores;

        Collector(int sms, long[] begins, PartitionedCache cache) {
            this.sms = sms;
            this.begins = begins;
            this.cache = cache;
        }

        @Override
        public void touch(int slot, MemoryAccess.Kind kind, int part, long offsetBytes) {
            if (begins[part] < 0) {
                return;
            }
            boolean isLoad = kind != MemoryAccess.Kind.STORE;
            boolean isStore = kind != MemoryAccess.Kind.LOAD;
            loads += isLoad ? 1 : 0;
            stores += isStore ? 1 : 0;
            long address = begins[part] + offsetBytes;
            if (cache.isSampled(address)) {
                if (count == accesses.length) {
                    accesses = Arrays.copyOf(accesses, 2 * count);
                }
                long partition = slot % sms % cache.partitions();
                accesses[count++] = ((address >>> SECTOR_BITS) << (PARTITION_BITS + KIND_BITS))
                        | (partition << KIND_BITS)
                        | (isLoad ? LOADS : 0)
                        | (isStore ? STORES : 0);
            }
        }
    }

    /** Has a cache see them; returns how many sectors that are loaded it did not have. */
    long replay(PartitionedCache cache) {
        long misses = 0;
        for (long access : accesses) {
            long address = access >>> (PARTITION_BITS + KIND_BITS) << SECTOR_BITS;
            int partition = (int) (access >>> KIND_BITS) & ((1 << PARTITION_BITS) - 1);
            if ((access & LOADS) != 0 && cache.read(partition, address) == Outcome.MISS) {
                misses++;
            }
            if ((access & STORES) != 0) {
                cache.write(partition, address);
            }
        }
        return misses;
    }

    /** Returns how many there are. */
    int count() {
        return accesses.length;
    }

    /** Returns how many sectors the launch loads, those of other sets included; what atomics work on is loaded and stored. */
    long loads() {
        return loads;
    }

    /** Returns how many sectors the launch stores, those of other sets included. */
    long stores() {
        return stores;
    }
}

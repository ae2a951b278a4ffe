package dev.diptych.sim.machine;

import dev.diptych.model.hw.CacheSpec;
import dev.diptych.model.hw.Place;
import dev.diptych.model.work.WorkProfile.Touched;
import dev.diptych.sim.cache.Outcome;
import dev.diptych.sim.cache.PartitionedCache;
import dev.diptych.sim.work.SectorTrace;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/*
 * Buffers are laid out one behind the other, as an allocator would: in their own address space they lie so far apart that they would meet in the
 * cache as if by chance.
 *
 * Where not every access is known, what an operation touches is passed over, line by line, all buffers side by side: as much of each as it touches,
 * from its beginning, or from a place that its sample of sectors decides, so that who touches the same part touches the same lines.
 *
 * An operation that is repeated with nothing in between, and found the same the last two times, finds the same again.
 *
 * On a sample of the sets, most of a launch's accesses go to sets that are not simulated. Those that do not are kept, in the order of the replay: a
 * sixteenth of the trace, which need not be read again when the launch comes again.
 */

/** What the shared cache of a memory holds, on addresses, from one operation to the next. */
final class ReplayedContents {
    /** What an operation touches beyond so many times the cache's size pushes out only its own. */
    private static final int MOST_SIZES = 2;
    /** The alignment of allocations: 512 bytes, or of what CUDA allocates by itself. */
    private static final int ALIGNMENT_BITS = 9;
    /** One set in 16 stands for the others. */
    private static final int GROUP_SHIFT = 4;
    /** Beyond so many, all accesses that are kept are forgotten: 64 MiB of them. */
    private static final long MOST_SAMPLED = 1 << 23;

    /**
     * What a launch's accesses found.
     *
     * @param hitShare of its loads
     * @param writtenShare sectors that were written back meanwhile, over those stored
     */
    record Found(double hitShare, double writtenShare) {}

    private final Place place;
    private final CacheSpec spec;
    private final PartitionedCache cache;
    private final Map<Integer, Long> bases = new HashMap<>();
    private long nextBase;
    /** By trace: its accesses to sets that are simulated. */
    private final Map<SectorTrace, SampledAccesses> sampled = new HashMap<>();

    private long sampledCount;
    /** The trace of the last operation, or what it touched. */
    private @Nullable Object last;

    private @Nullable Object lastFound;
    private boolean isSteady;

    ReplayedContents(Place place, CacheSpec spec, boolean isSampled) {
        this.place = place;
        this.spec = spec;
        this.cache = isSampled ? PartitionedCache.sampled(spec, GROUP_SHIFT) : PartitionedCache.exact(spec);
    }

    /**
     * Has a launch touch what it does.
     *
     * @param slots blocks that run together
     * @param sms multiprocessors that they are on
     */
    Found replay(SectorTrace trace, int slots, int sms) {
        if (isSteady && lastFound instanceof Found found && trace.isSameAs(last)) {
            return found;
        }
        SampledAccesses accesses = accesses(trace, slots, sms);
        long writtenBefore = cache.writtenBack();
        long misses = accesses.replay(cache);
        long writtenBack = cache.writtenBack() - writtenBefore;
        double missed = (double) misses * cache.setsForEach();
        Found found = new Found(
                accesses.loads() == 0 ? 0 : 1 - Math.min(1, missed / accesses.loads()),
                accesses.stores() == 0 ? 0 : Math.min(1, (double) writtenBack / accesses.stores()));
        note(trace, found, trace.isSameAs(last));
        return found;
    }

    private void note(Object operation, Object found, boolean isRepeated) {
        isSteady = isRepeated && found.equals(lastFound);
        last = operation;
        lastFound = found;
    }

    private SampledAccesses accesses(SectorTrace trace, int slots, int sms) {
        SampledAccesses known = sampled.get(trace);
        if (known != null) {
            return known;
        }
        long[] begins = trace.parts().stream()
                .mapToLong(part -> part.place().equals(place) ? base(part.buffer(), part.bytes()) : -1)
                .toArray();
        SampledAccesses found = SampledAccesses.of(trace, slots, sms, begins, cache);
        sampledCount += found.count();
        if (sampledCount > MOST_SAMPLED) {
            sampled.clear();
            sampledCount = found.count();
        }
        sampled.put(trace, found);
        return found;
    }

    private long base(int buffer, long bytes) {
        return bases.computeIfAbsent(buffer, added -> {
            long begin = nextBase;
            nextBase += ((bytes >>> ALIGNMENT_BITS) + 1) << ALIGNMENT_BITS;
            return begin;
        });
    }

    /**
     * Passes over what an operation touches.
     *
     * @param bytesOf a buffer, 0 if it is none
     * @return the share that was there already
     */
    double pass(List<Touched> touched, IntToLongFunction bytesOf) {
        boolean isRepeated = touched.equals(last);
        if (isRepeated && isSteady && lastFound instanceof Double found) {
            return found;
        }
        double found = passOver(touched, bytesOf);
        note(touched, found, isRepeated);
        return found;
    }

    private double passOver(List<Touched> touched, IntToLongFunction bytesOf) {
        Map<Integer, Passing> passing = new LinkedHashMap<>();
        long lines = 0;
        for (Touched each : touched) {
            if (each.place().equals(place) && each.bytes() > 0) {
                lines += each.bytes() / spec.lineBytes();
                passing.merge(each.buffer(), passing(each, bytesOf.applyAsLong(each.buffer())), Passing::and);
            }
        }
        long most = MOST_SIZES * spec.effectiveBytes() / spec.lineBytes();
        long steps = passing.values().stream().mapToLong(Passing::lines).max().orElse(0);
        double part = lines > most ? (double) most / lines : 1;
        Counts counts = new Counts();
        for (long step = 0; step < Math.round(steps * part); step++) {
            for (Passing each : passing.values()) {
                // As many lines of each as it has, side by side.
                for (long line = step * each.lines / steps; line < (step + 1) * each.lines / steps; line++) {
                    counts.read((each.first + line) % each.ofBuffer, each.base);
                }
            }
        }
        double missed = (double) counts.misses * cache.setsForEach();
        return counts.reads == 0 ? 0 : part * (1 - Math.min(1, missed / counts.reads));
    }

    private Passing passing(Touched each, long bufferBytes) {
        long bytes = Math.max(bufferBytes, each.bytes());
        long ofBuffer = Math.max(1, bytes / spec.lineBytes());
        long first = each.sample().isEmpty() ? 0 : Math.floorMod(each.sample().get(0), ofBuffer);
        return new Passing(
                base(each.buffer(), bytes),
                first,
                Math.max(1, Math.min(ofBuffer, each.bytes() / spec.lineBytes())),
                ofBuffer);
    }

    /** Lines of a buffer that are passed over. */
    private record Passing(long base, long first, long lines, long ofBuffer) {
        Passing and(Passing other) {
            return new Passing(base, first, Math.min(ofBuffer, lines + other.lines), ofBuffer);
        }
    }

    private final class Counts {
        private long reads;
        private long misses;

        void read(long line, long base) {
            int partition = (int) (line / spec.ways() % cache.partitions());
            reads++;
            misses += cache.readLine(partition, base + line * spec.lineBytes()) == Outcome.MISS ? 1 : 0;
        }
    }
}

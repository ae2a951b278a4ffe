package dev.diptych.sim.ptx.exec;

import dev.diptych.sim.ptx.syntax.Space;
import java.util.Arrays;

/** What a warp has done, as counts. */
final class WarpCounts {
    private static final int SECTOR_BITS = 5;
    private static final int REGION_BITS = 40;
    /** Windows times kinds of accesses. */
    static final int COUNTERS = 12;

    /** By segment: how often a split ran it, and with how many lanes. */
    final long[] splitRuns;

    final long[] laneRuns;
    /** By segment: runs for iterations of an {@link UnrolledLoop} that follow another one without a branch. */
    final long[] copyRuns;

    private final Unrolling unrolling = new Unrolling();
    /** Whether the segment that was run last ended a stretch. */
    private boolean endedStretch;

    long branches;
    long divergentBranches;
    /** Warp-wide accesses by {@link Window} and kind: see {@link Window#of}. */
    final long[] accesses = new long[COUNTERS];

    final long[] laneAccesses = new long[accesses.length];
    long sharedWavefronts;
    long sharedConflicts;
    long localSectors;
    /** Passes of accesses through the first-level data stage: see {@link DataStage}. */
    long passes;
    /** Arrivals at barriers of the block. */
    long barrierArrivals;
    /** Sectors of global memory by the region's number and kind: index {@code 3 * region + kind}. */
    long[] sectors = new long[3 * 8];

    private final long[] sorted = new long[Warp.LANES];
    private final SharedStage shared = new SharedStage();
    private final DataStage stage = new DataStage();

    /** What an access goes to, once its address is known. */
    enum Window {
        GLOBAL(0),
        SHARED(1),
        LOCAL(2),
        CONSTANT(3);

        private final int index;

        Window(int index) {
            this.index = index;
        }

        /** Returns the place of an access of some kind in arrays of counters. */
        int of(MemoryAccess.Kind kind) {
            return index * MemoryAccess.Kind.COUNT + kind.index;
        }
    }

    WarpCounts(int segments) {
        splitRuns = new long[segments];
        laneRuns = new long[segments];
        copyRuns = new long[segments];
    }

    void clear() {
        Arrays.fill(splitRuns, 0);
        Arrays.fill(laneRuns, 0);
        Arrays.fill(copyRuns, 0);
        unrolling.clear();
        Arrays.fill(accesses, 0);
        Arrays.fill(laneAccesses, 0);
        Arrays.fill(sectors, 0);
        branches = 0;
        divergentBranches = 0;
        sharedWavefronts = 0;
        sharedConflicts = 0;
        localSectors = 0;
        passes = 0;
        barrierArrivals = 0;
    }

    void branched(boolean isDivergent) {
        branches++;
        divergentBranches += isDivergent ? 1 : 0;
    }

    void ran(Warp warp, Segment segment, int mask) {
        int index = segment.index();
        splitRuns[index]++;
        laneRuns[index] += Integer.bitCount(mask);
        warp.clock += segment.instructions();
        for (int i = 0; i < segment.accessCount(); i++) {
            int lanes = warp.accessLanes[i];
            if (lanes != 0) {
                access(warp, segment.accesses().get(i), i * Warp.LANES, lanes);
            }
        }
        boolean isCopy = unrolling.isCopy(segment);
        copyRuns[index] += isCopy ? 1 : 0;
        boolean ends = unrolling.ends(segment, warp, mask);
        endedStretch = ends;
        if (warp.schedule != null) {
            follow(warp.schedule, segment, isCopy);
            if (ends) {
                warp.schedule.close();
            }
        }
    }

    /** Returns whether machine code has a branch at the end of the segment that was run last, or nothing is moved across it. */
    boolean endedStretch() {
        return endedStretch;
    }

    private static void follow(Schedule schedule, Segment segment, boolean isCopy) {
        Segment.Unrolled unrolled = segment.unrolled();
        if (isCopy && unrolled != null) {
            schedule.ranCopy(segment, unrolled.copy());
        } else {
            schedule.ran(segment);
        }
    }

    void access(Warp warp, MemoryAccess access, int from, int lanes) {
        switch (access.space()) {
            case GLOBAL -> global(warp, access, from, lanes);
            case SHARED -> shared(warp, access, from, lanes);
            case LOCAL -> local(warp, access, from, lanes);
            case CONST -> {
                count(Window.CONSTANT, access, lanes);
                passed(warp, access, from, Window.CONSTANT, 1, true);
            }
            default -> generic(warp, access, from, lanes);
        }
    }

    /** Counts one access to many places: see {@link Warp#countRuns}. */
    void runs(Warp warp, MemoryAccess access, long[] addresses) {
        if (access.space() == Space.SHARED) {
            count(Window.SHARED, access, -1);
            for (int from = 0; from < addresses.length; from += Warp.LANES) {
                int taken = wavefronts(addresses, access, from, firstLanes(addresses.length - from));
                passed(warp, access, 0, Window.SHARED, taken, true);
            }
        } else {
            count(Window.GLOBAL, access, -1);
            long[] all = Arrays.stream(addresses)
                    .map(address -> address >>> SECTOR_BITS)
                    .sorted()
                    .distinct()
                    .toArray();
            int taken = 0;
            for (int from = 0; from < addresses.length; from += Warp.LANES) {
                taken += stage.passes(addresses, from, firstLanes(addresses.length - from), access.bytes());
            }
            tally(warp, access, 0, 0, addresses.length * access.bytes(), taken, all, all.length);
        }
    }

    private static int firstLanes(int count) {
        return count >= Warp.LANES ? -1 : (1 << count) - 1;
    }

    private void generic(Warp warp, MemoryAccess access, int from, int lanes) {
        int global = 0;
        int shared = 0;
        for (int rest = lanes; rest != 0; rest &= rest - 1) {
            int lane = Integer.numberOfTrailingZeros(rest);
            int window = Access.window(warp.addresses[from + lane]);
            global |= window == 0 ? 1 << lane : 0;
            shared |= window == 1 ? 1 << lane : 0;
        }
        if (global != 0) {
            global(warp, access, from, global);
        }
        if (shared != 0) {
            shared(warp, access, from, shared);
        }
        int other = lanes & ~global & ~shared;
        if (other != 0) {
            local(warp, access, from, other);
        }
    }

    private void count(Window window, MemoryAccess access, int lanes) {
        int index = window.of(access.kind());
        accesses[index]++;
        laneAccesses[index] += Integer.bitCount(lanes);
    }

    /** Local memory is laid out so that lanes at the same offset share sectors (CUDA programming guide, "Local Memory"). */
    private void local(Warp warp, MemoryAccess access, int from, int lanes) {
        count(Window.LOCAL, access, lanes);
        int bytes = Integer.bitCount(lanes) * access.bytes();
        localSectors += (bytes + 31) >> SECTOR_BITS;
        passed(warp, access, from, Window.LOCAL, DataStage.packedPasses(bytes), true);
    }

    private void global(Warp warp, MemoryAccess access, int from, int lanes) {
        count(Window.GLOBAL, access, lanes);
        long[] addresses = warp.addresses;
        if (lanes == -1 && isPacked(addresses, from, access.bytes())) {
            packed(warp, access, from, addresses[from]);
            return;
        }
        int found = 0;
        long last = -1;
        boolean isSorted = true;
        for (int rest = lanes; rest != 0; rest &= rest - 1) {
            long sector = addresses[from + Integer.numberOfTrailingZeros(rest)] >>> SECTOR_BITS;
            if (sector != last) {
                isSorted &= sector > last;
                sorted[found++] = sector;
                last = sector;
            }
        }
        if (!isSorted) {
            found = distinct(found);
        }
        int passesTaken = stage.passes(addresses, from, lanes, access.bytes());
        tally(warp, access, from, lanes, Integer.bitCount(lanes) * access.bytes(), passesTaken, sorted, found);
    }

    /** Returns whether all lanes access bytes one after the other, the most common case. */
    private static boolean isPacked(long[] addresses, int from, int bytes) {
        long difference = 0;
        for (int lane = 0; lane < Warp.LANES; lane++) {
            difference |= addresses[from + lane] - addresses[from] - (long) lane * bytes;
        }
        return difference == 0;
    }

    private void packed(Warp warp, MemoryAccess access, int from, long first) {
        long sector = first >>> SECTOR_BITS;
        long last = (first + (long) Warp.LANES * access.bytes() - 1) >>> SECTOR_BITS;
        int found = 0;
        while (sector <= last) {
            sorted[found++] = sector++;
        }
        int bytes = Warp.LANES * access.bytes();
        tally(warp, access, from, -1, bytes, DataStage.packedPasses(bytes), sorted, found);
    }

    private int distinct(int found) {
        Arrays.sort(sorted, 0, found);
        int kept = 1;
        for (int i = 1; i < found; i++) {
            if (sorted[i] != sorted[i - 1]) {
                sorted[kept++] = sorted[i];
            }
        }
        return kept;
    }

    private void tally(
            Warp warp,
            MemoryAccess access,
            int from,
            int lanes,
            int bytes,
            int passesTaken,
            long[] touched,
            int found) {
        int kind = access.kind().index;
        int shift = REGION_BITS - SECTOR_BITS;
        long region = touched[0] >>> shift;
        if (region == touched[found - 1] >>> shift) {
            addSectors((int) region, kind, found);
        } else {
            for (int i = 0; i < found; i++) {
                addSectors((int) (touched[i] >>> shift), kind, 1);
            }
        }
        SectorSink sink = warp.block.grid().sectors();
        boolean isHit = sink != null;
        if (sink != null) {
            int each = Math.min(1 << SECTOR_BITS, bytes / found);
            for (int i = 0; i < found; i++) {
                long address = touched[i] << SECTOR_BITS;
                int amount = access.kind() == MemoryAccess.Kind.ATOMIC ? meeting(warp, from, lanes, touched[i]) : each;
                isHit &= sink.touch(warp.block.linearIndex(), warp.index, access, address, amount);
            }
        }
        int taken = access.kind() == MemoryAccess.Kind.ATOMIC ? found : passesTaken;
        passed(warp, access, from, Window.GLOBAL, taken, isHit);
    }

    /** Returns how many lanes access one address of a sector, where most do; atomics on it come one after the other. */
    private static int meeting(Warp warp, int from, int lanes, long sector) {
        int most = 1;
        for (int rest = lanes; rest != 0; rest &= rest - 1) {
            long address = warp.addresses[from + Integer.numberOfTrailingZeros(rest)];
            if (address >>> SECTOR_BITS == sector) {
                int same = 0;
                for (int others = rest; others != 0; others &= others - 1) {
                    same += warp.addresses[from + Integer.numberOfTrailingZeros(others)] == address ? 1 : 0;
                }
                most = Math.max(most, same);
            }
        }
        return most;
    }

    private void passed(Warp warp, MemoryAccess access, int from, Window window, int count, boolean isHit) {
        passes += count;
        if (warp.schedule != null) {
            warp.schedule.accessed(from / Warp.LANES, access.kind(), window, count, isHit);
        }
    }

    private void addSectors(int region, int kind, int count) {
        int index = 3 * region + kind;
        if (index >= sectors.length) {
            sectors = Arrays.copyOf(sectors, 3 * 2 * (region + 1));
        }
        sectors[index] += count;
    }

    private void shared(Warp warp, MemoryAccess access, int from, int lanes) {
        count(Window.SHARED, access, lanes);
        int wavefronts = wavefronts(warp.addresses, access, from, lanes);
        boolean isAlone = access.movedBytes() == access.bytes();
        passed(
                warp,
                access,
                from,
                Window.SHARED,
                isAlone ? wavefronts : shared.passes(warp.addresses, access, from, lanes),
                true);
    }

    /** Counts and returns the wavefronts that a shared access takes. */
    private int wavefronts(long[] addresses, MemoryAccess access, int from, int lanes) {
        shared.count(addresses, access, from, lanes);
        sharedWavefronts += shared.wavefronts();
        sharedConflicts += shared.conflicts();
        return shared.wavefronts();
    }
}

package dev.diptych.sim.ptx.exec;

import java.util.Arrays;

/** Sums of what warps have done. */
public final class Totals {
    private final long[] splitRuns;
    private final long[] laneRuns;
    private final long[] copyRuns;
    private final long[] accesses = new long[WarpCounts.COUNTERS];
    private final long[] laneAccesses = new long[accesses.length];
    private long[] sectors = new long[0];
    private long branches;
    private long divergentBranches;
    private long sharedWavefronts;
    private long sharedConflicts;
    private long localSectors;
    private long passes;
    private long barrierArrivals;

    public Totals(KernelCode code) {
        splitRuns = new long[code.segments().length];
        laneRuns = new long[splitRuns.length];
        copyRuns = new long[splitRuns.length];
    }

    void add(WarpCounts counts) {
        add(splitRuns, counts.splitRuns);
        add(laneRuns, counts.laneRuns);
        add(copyRuns, counts.copyRuns);
        add(accesses, counts.accesses);
        add(laneAccesses, counts.laneAccesses);
        if (sectors.length < counts.sectors.length) {
            sectors = Arrays.copyOf(sectors, counts.sectors.length);
        }
        add(sectors, counts.sectors);
        branches += counts.branches;
        divergentBranches += counts.divergentBranches;
        sharedWavefronts += counts.sharedWavefronts;
        sharedConflicts += counts.sharedConflicts;
        localSectors += counts.localSectors;
        passes += counts.passes;
        barrierArrivals += counts.barrierArrivals;
    }

    private static void add(long[] to, long[] from) {
        for (int i = 0; i < from.length; i++) {
            to[i] += from[i];
        }
    }

    /** Returns how often a split ran a segment. */
    public long splitRuns(int segment) {
        return splitRuns[segment];
    }

    /** Returns how many lanes ran a segment. */
    public long laneRuns(int segment) {
        return laneRuns[segment];
    }

    /** Returns how often a split ran a segment for an iteration of an {@link UnrolledLoop} that follows another one without a branch. */
    public long copyRuns(int segment) {
        return copyRuns[segment];
    }

    public long globalAccesses(MemoryAccess.Kind kind) {
        return accesses[WarpCounts.Window.GLOBAL.of(kind)];
    }

    public long sharedAccesses(MemoryAccess.Kind kind) {
        return accesses[WarpCounts.Window.SHARED.of(kind)];
    }

    public long localAccesses(MemoryAccess.Kind kind) {
        return accesses[WarpCounts.Window.LOCAL.of(kind)];
    }

    public long constantAccesses() {
        return accesses[WarpCounts.Window.CONSTANT.of(MemoryAccess.Kind.LOAD)];
    }

    /** Returns the atomics of single threads, in global and shared memory. */
    public long threadAtomics() {
        return laneAccesses[WarpCounts.Window.GLOBAL.of(MemoryAccess.Kind.ATOMIC)]
                + laneAccesses[WarpCounts.Window.SHARED.of(MemoryAccess.Kind.ATOMIC)];
    }

    /** Returns one more than the highest number of a region that was touched. */
    public int regions() {
        return sectors.length / 3;
    }

    /** Returns the sectors of a region that accesses of a kind touched. */
    public long sectors(int region, MemoryAccess.Kind kind) {
        return sectors[3 * region + kind.index];
    }

    public long branches() {
        return branches;
    }

    public long divergentBranches() {
        return divergentBranches;
    }

    public long sharedWavefronts() {
        return sharedWavefronts;
    }

    public long sharedConflicts() {
        return sharedConflicts;
    }

    /** Returns the passes of accesses through the first-level data stage. */
    public long passes() {
        return passes;
    }

    /** Returns how often warps arrived at barriers of their block. */
    public long barrierArrivals() {
        return barrierArrivals;
    }

    public long localSectors() {
        return localSectors;
    }
}

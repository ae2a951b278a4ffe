package dev.diptych.sim.ptx;

import dev.diptych.model.hw.Place;
import dev.diptych.model.work.Pipe;
import dev.diptych.sim.ptx.exec.BlockCounts;
import dev.diptych.sim.ptx.exec.KernelCode;
import dev.diptych.sim.ptx.exec.MemoryAccess.Kind;
import dev.diptych.sim.ptx.exec.Segment;
import dev.diptych.sim.ptx.exec.Totals;
import dev.diptych.sim.ptx.memory.GlobalMemory;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Adds up blocks to {@link Counts}. */
final class Tally {
    private final KernelCode code;
    private final GlobalMemory memory;
    private final Totals totals;
    private long blocks;
    private long warps;
    private long longest;
    private long chain;
    private long chainCycles;
    private long chainRounds;
    private double turns = 1;

    Tally(KernelCode code, GlobalMemory memory) {
        this.code = code;
        this.memory = memory;
        this.totals = new Totals(code);
    }

    void add(BlockCounts block) {
        blocks++;
        for (int warp = 0; warp < block.warps(); warp++) {
            addWarp(block, warp);
        }
        chain(block.chain(), block.chainCycles(), block.chainRounds(), block.turns());
    }

    /** Adds one warp of a block, which then counts as a block. */
    void add(BlockCounts block, int warp) {
        blocks++;
        addWarp(block, warp);
        chain(block.chain(warp), block.chainCycles(warp), block.chainRounds(warp), block.turns(warp));
    }

    private void addWarp(BlockCounts block, int warp) {
        block.addTo(totals, warp);
        warps++;
        longest = Math.max(longest, block.warpInstructions(warp));
    }

    Counts counts() {
        long threadInstructions = 0;
        long warpInstructions = 0;
        Map<InstructionClass, Long> classes = new EnumMap<>(InstructionClass.class);
        for (Segment segment : code.segments()) {
            long runs = totals.splitRuns(segment.index());
            threadInstructions +=
                    totals.laneRuns(segment.index()) * segment.sites().size();
            warpInstructions += runs * segment.sites().size();
            for (int site : segment.sites()) {
                if (runs > 0) {
                    classes.merge(InstructionClass.of(code.where(site).instruction()), runs, Long::sum);
                }
            }
        }
        List<Counts.Traffic> traffic = traffic();
        long sectors = traffic.stream()
                .mapToLong(t -> t.readSectors() + t.writtenSectors() + t.atomicSectors())
                .sum();
        return new Counts(
                blocks,
                warps,
                threadInstructions,
                warpInstructions,
                classes,
                totals.branches(),
                totals.divergentBranches(),
                totals.globalAccesses(Kind.LOAD),
                totals.globalAccesses(Kind.STORE),
                totals.globalAccesses(Kind.ATOMIC),
                sectors,
                totals.sharedAccesses(Kind.LOAD),
                totals.sharedAccesses(Kind.STORE),
                totals.sharedAccesses(Kind.ATOMIC),
                totals.sharedWavefronts(),
                totals.sharedConflicts(),
                totals.localAccesses(Kind.LOAD),
                totals.localAccesses(Kind.STORE),
                totals.localSectors(),
                totals.constantAccesses(),
                totals.threadAtomics(),
                traffic,
                longest,
                new Demand(slots(), chainCycles, chainRounds, turns));
    }

    private void chain(long time, long cycles, long rounds, double taken) {
        if (time > chain) {
            chain = time;
            chainCycles = cycles;
            chainRounds = rounds;
            turns = taken;
        }
    }

    private Map<Pipe, Long> slots() {
        long[] sums = new long[KernelCode.PIPES.size()];
        sums[KernelCode.LSU] = totals.passes();
        for (int segment = 0; segment < code.slots().length; segment++) {
            long runs = totals.splitRuns(segment);
            for (int pipe = 0; runs > 0 && pipe < sums.length; pipe++) {
                sums[pipe] += runs * code.slots()[segment][pipe];
            }
        }
        Map<Pipe, Long> slots = new EnumMap<>(Pipe.class);
        for (int pipe = 0; pipe < sums.length; pipe++) {
            slots.put(KernelCode.PIPES.get(pipe), sums[pipe]);
        }
        return slots;
    }

    /** Returns the traffic by place, in the order in which their first regions were allocated. */
    private List<Counts.Traffic> traffic() {
        Map<Place, long[]> sums = new LinkedHashMap<>();
        for (int region = 1; region < totals.regions(); region++) {
            long read = totals.sectors(region, Kind.LOAD);
            long written = totals.sectors(region, Kind.STORE);
            long atomic = totals.sectors(region, Kind.ATOMIC);
            if (read + written + atomic > 0) {
                long[] sum = sums.computeIfAbsent(memory.region(region).place(), absent -> new long[3]);
                sum[0] += read;
                sum[1] += written;
                sum[2] += atomic;
            }
        }
        List<Counts.Traffic> traffic = new ArrayList<>();
        sums.forEach((place, sum) -> traffic.add(new Counts.Traffic(place, sum[0], sum[1], sum[2])));
        return traffic;
    }
}

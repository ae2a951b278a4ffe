package dev.diptych.sim.work;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.hw.HostMemory;
import dev.diptych.model.hw.Place;
import dev.diptych.model.work.Access;
import dev.diptych.model.work.BlockClass;
import dev.diptych.model.work.Phase;
import dev.diptych.model.work.WorkProfile;
import dev.diptych.sim.ptx.BlockSample;
import dev.diptych.sim.ptx.Counts;
import dev.diptych.sim.ptx.PtxArg;
import dev.diptych.sim.ptx.PtxExecutor;
import dev.diptych.sim.ptx.PtxLaunch;
import dev.diptych.sim.ptx.PtxOptions;
import dev.diptych.sim.ptx.PtxResult;
import dev.diptych.sim.ptx.exec.EndlessWait;
import dev.diptych.sim.ptx.memory.GlobalMemory;
import dev.diptych.sim.ptx.memory.Region;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The work of a launch, from executing its PTX: all blocks, or as many as {@link #COST} allows, in runs of neighbours that lie evenly in the
 * grid. An executed block stands for itself and all blocks up to the next executed one.
 *
 * @param profile what it does
 * @param loaded the regions that executed blocks loaded from
 * @param trace what all blocks touched; null if it was not asked for, or only some blocks were executed
 */
public record ExecutedWork(
        WorkProfile profile, List<Region> loaded, @Nullable SectorTrace trace) {
    /** Warp instructions and sectors executed for one profile, about: some tenths of a second. */
    private static final long COST = 1 << 22;

    private static final int LEAST_BLOCKS = 8;
    private static final int RUNS = 8;

    /**
     * Returns the work of a launch.
     *
     * @param memory as the launch finds it; it stays as it is
     * @param blocksPerSm of the launch that run on one multiprocessor together
     * @param buffers the id of the buffer that a region is
     * @param traces whether to keep what blocks touch, if all are executed
     * @throws dev.diptych.sim.ptx.exec.KernelFault when an executed block does what a GPU would answer with an error
     */
    public static ExecutedWork of(
            PtxLaunch launch,
            Gpu gpu,
            GpuSpec spec,
            GlobalMemory memory,
            int blocksPerSm,
            ToIntFunction<Region> buffers,
            boolean traces) {
        PtxOptions options = PtxOptions.DEFAULT.on(gpu, spec.sms()).scheduled(spec);
        Found found;
        try {
            SharedLines shared = new SharedLines(memory, spec.l1().lineBytes());
            BlockSample sample = sample(launch, memory, options.withSectors(shared));
            shared.conclude(
                    blocksPerSm,
                    (double) launch.grid().count() / spec.sms(),
                    spec.l1().effectiveBytes());
            SectorTrace trace = traces && sample.isAll(launch.grid().count()) ? new SectorTrace(buffers) : null;
            found = new Found(launch, spec, memory, blocksPerSm, shared, trace, options.withBlocks(sample));
        } catch (EndlessWait wait) {
            if (launch.grid().count() > (long) spec.sms() * blocksPerSm) {
                throw wait;
            }
            // All blocks of the grid run together, so those of the sample may wait for the others.
            SharedLines nothing = new SharedLines(memory, spec.l1().lineBytes());
            nothing.conclude(blocksPerSm, 1, spec.l1().effectiveBytes());
            found = new Found(
                    launch, spec, memory, blocksPerSm, nothing, traces ? new SectorTrace(buffers) : null, options);
        }
        return new ExecutedWork(found.profile(buffers), found.traffic.loaded(), found.trace);
    }

    /**
     * Returns a memory for the launch alone. What it stores where nothing is loaded that decides anything is dropped: a sample of the blocks may
     * touch every page of gigabytes.
     */
    private static GlobalMemory overlay(PtxLaunch launch, GlobalMemory memory) {
        Map<Long, Boolean> drops = new HashMap<>();
        for (int i = 0; i < launch.args().size(); i++) {
            Region region = region(launch, memory, i);
            if (region != null) {
                boolean decides = launch.kernel().use().dependsOn(i, arg -> region(launch, memory, arg) != null);
                drops.merge(region.address(), !decides, Boolean::logicalAnd);
            }
        }
        return memory.overlay(region -> drops.getOrDefault(region.address(), false));
    }

    /** Returns what an argument points to, if it is a pointer. */
    private static @Nullable Region region(PtxLaunch launch, GlobalMemory memory, int arg) {
        return arg < launch.args().size() && launch.args().get(arg) instanceof PtxArg.I64 address
                ? memory.regionOf(address.value())
                : null;
    }

    /** Executes some blocks to see how many can be afforded. */
    private static BlockSample sample(PtxLaunch launch, GlobalMemory memory, PtxOptions options) {
        BlockSample first = new BlockSample(LEAST_BLOCKS, 1);
        Counts some = PtxExecutor.run(launch, overlay(launch, memory), options.withBlocks(first))
                .counts();
        long cost = (some.warpInstructions() + some.globalSectors()) / some.blocks();
        long blocks = Math.max(LEAST_BLOCKS, COST / Math.max(1, cost));
        return new BlockSample(RUNS, Math.max(1, blocks / RUNS));
    }

    /** What executing blocks showed. */
    private static final class Found {
        private final CacheTraffic traffic;
        private final @Nullable SectorTrace trace;
        private final PtxResult result;
        private final double scale;
        private final double busiestSliceShare;
        private final int warps;
        private final Map<Place, CacheTraffic.OfLaunch> launch = new HashMap<>();

        Found(
                PtxLaunch launch,
                GpuSpec spec,
                GlobalMemory memory,
                int blocksPerSm,
                SharedLines shared,
                @Nullable SectorTrace trace,
                PtxOptions options) {
            GlobalMemory overlay = overlay(launch, memory);
            int sharedBytes = launch.kernel().staticSharedBytes() + launch.dynamicSharedBytes();
            long allShared = sharedBytes > 0
                    ? (long) blocksPerSm * (sharedBytes + spec.sm().sharedReservedBytesPerBlock())
                    : 0;
            long firstLevelBytes = Math.round((spec.l1().effectiveBytes() - allShared) / shared.crowding());
            warps = (int) Warps.holding(launch.block().count());
            traffic = new CacheTraffic(overlay, spec, warps, firstLevelBytes, shared, trace);
            this.trace = trace;
            result = PtxExecutor.run(launch, overlay, options.withSectors(traffic));
            if (trace != null) {
                trace.end();
            }
            scale = (double) result.gridBlocks() / result.blocks().size();
            busiestSliceShare = traffic.busiestSliceShare();
        }

        WorkProfile profile(ToIntFunction<Region> buffers) {
            List<BlockClass> classes = new ArrayList<>();
            List<PtxResult.OfBlock> blocks = result.blocks();
            AlikeBlocks alike = new AlikeBlocks();
            blocks.forEach(block -> alike.add(phase(block)));
            for (int i = 0; i < blocks.size(); i++) {
                long next = i + 1 < blocks.size() ? blocks.get(i + 1).block() : result.gridBlocks();
                long count = next - blocks.get(i).block();
                List<Phase> phases = List.of(alike.mean(i));
                BlockClass last = classes.isEmpty() ? null : classes.get(classes.size() - 1);
                if (last != null && last.phases().equals(phases)) {
                    classes.set(classes.size() - 1, new BlockClass(last.blocks() + count, phases));
                } else {
                    classes.add(new BlockClass(count, phases));
                }
            }
            return new WorkProfile(classes, traffic.touched(scale, buffers), blocks.size());
        }

        private Phase phase(PtxResult.OfBlock block) {
            Map<Place, CacheTraffic.OfPlace> places = traffic.of(block.block());
            long readBytes =
                    places.values().stream().mapToLong(place -> place.readBytes).sum();
            List<Access> accesses = new ArrayList<>();
            places.forEach((place, moved) -> {
                double rounds =
                        readBytes == 0 ? 0 : (double) block.demand().chainRounds() * moved.readBytes / readBytes;
                CacheTraffic.OfLaunch whole = launch.computeIfAbsent(place, absent -> traffic.ofLaunch(absent, scale));
                accesses.add(new Access(
                        place,
                        moved.readBytes,
                        moved.writtenBytes,
                        moved.sentBytes,
                        moved.readRequests,
                        moved.writeRequests,
                        moved.atomics,
                        moved.atomics * busiestSliceShare,
                        rounds,
                        whole.misses(),
                        place == HostMemory.HOST ? 0 : whole.foundShare()));
            });
            return new Phase(
                    block.demand().slots(),
                    block.demand().chainCycles(),
                    block.demand().turns(),
                    warps,
                    accesses);
        }
    }
}

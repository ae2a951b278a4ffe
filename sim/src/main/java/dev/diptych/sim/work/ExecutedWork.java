package dev.diptych.sim.work;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.hw.Place;
import dev.diptych.model.work.BlockClass;
import dev.diptych.model.work.Phase;
import dev.diptych.model.work.WorkProfile;
import dev.diptych.sim.ptx.BlockSample;
import dev.diptych.sim.ptx.Counts;
import dev.diptych.sim.ptx.PtxExecutor;
import dev.diptych.sim.ptx.PtxLaunch;
import dev.diptych.sim.ptx.PtxOptions;
import dev.diptych.sim.ptx.PtxResult;
import dev.diptych.sim.ptx.exec.EndlessWait;
import dev.diptych.sim.ptx.memory.GlobalMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The work of a launch, from executing its PTX: all blocks, or as many as {@link #WARP_INSTRUCTIONS} allow, in runs of neighbours that lie evenly
 * in the grid. An executed block stands for itself and all blocks up to the next executed one.
 *
 * <p>A block computes, then moves what misses its own cache. It has as many rounds of loads as its warps wait for one after the other, shared
 * out over the places by what is read there. The second level serves what executed blocks bring in for each other, and of the rest what an
 * earlier launch of the same kind would have left, as {@link StreamingHits} says.
 */
public final class ExecutedWork {
    /** Executed for one profile, about: a third of a second. */
    private static final long WARP_INSTRUCTIONS = 1 << 22;

    private static final int LEAST_BLOCKS = 8;
    private static final int RUNS = 8;

    private final GpuSpec spec;
    private final CacheTraffic traffic;
    private final PtxResult result;

    private ExecutedWork(GpuSpec spec, CacheTraffic traffic, PtxResult result) {
        this.spec = spec;
        this.traffic = traffic;
        this.result = result;
    }

    /**
     * Returns the profile of a launch.
     *
     * @param memory as the launch finds it; it stays as it is
     * @param blocksPerSm of the launch that run on one multiprocessor together
     * @throws dev.diptych.sim.ptx.exec.KernelFault when an executed block does what a GPU would answer with an error
     */
    public static WorkProfile profile(PtxLaunch launch, Gpu gpu, GpuSpec spec, GlobalMemory memory, int blocksPerSm) {
        PtxOptions options = PtxOptions.DEFAULT.on(gpu, spec.sms()).scheduled(spec);
        try {
            return profile(launch, spec, memory, blocksPerSm, options.withBlocks(sample(launch, memory, options)));
        } catch (EndlessWait wait) {
            if (launch.grid().count() > (long) spec.sms() * blocksPerSm) {
                throw wait;
            }
            // All blocks of the grid run together, so those of the sample may wait for the others.
            return profile(launch, spec, memory, blocksPerSm, options);
        }
    }

    private static WorkProfile profile(
            PtxLaunch launch, GpuSpec spec, GlobalMemory memory, int blocksPerSm, PtxOptions options) {
        GlobalMemory overlay = memory.overlay();
        CacheTraffic traffic = new CacheTraffic(overlay, spec, blocksPerSm);
        PtxResult result = PtxExecutor.run(launch, overlay, options.withSectors(traffic));
        return new ExecutedWork(spec, traffic, result).profile();
    }

    /** Executes the first block to see how many can be afforded. */
    private static BlockSample sample(PtxLaunch launch, GlobalMemory memory, PtxOptions options) {
        Counts one = PtxExecutor.run(launch, memory.overlay(), options.withBlocks(new BlockSample(1, 1)))
                .counts();
        long blocks = Math.max(LEAST_BLOCKS, WARP_INSTRUCTIONS / Math.max(1, one.warpInstructions()));
        return new BlockSample(RUNS, Math.max(1, blocks / RUNS));
    }

    private WorkProfile profile() {
        List<BlockClass> classes = new ArrayList<>();
        List<PtxResult.OfBlock> blocks = result.blocks();
        for (int i = 0; i < blocks.size(); i++) {
            long next = i + 1 < blocks.size() ? blocks.get(i + 1).block() : result.gridBlocks();
            long count = next - blocks.get(i).block();
            List<Phase> phases = phases(blocks.get(i));
            BlockClass last = classes.isEmpty() ? null : classes.get(classes.size() - 1);
            if (last != null && last.phases().equals(phases)) {
                classes.set(classes.size() - 1, new BlockClass(last.blocks() + count, phases));
            } else {
                classes.add(new BlockClass(count, phases));
            }
        }
        return new WorkProfile(classes, blocks.size());
    }

    private List<Phase> phases(PtxResult.OfBlock block) {
        List<Phase> phases = new ArrayList<>();
        phases.add(new Phase.Compute(
                block.counts().warpInstructions(), block.counts().longestWarpInstructions()));
        Map<Place, CacheTraffic.OfPlace> places = traffic.of(block.block());
        long readBytes =
                places.values().stream().mapToLong(place -> place.readBytes).sum();
        places.forEach((place, moved) -> {
            if (moved.bytes() > 0) {
                phases.add(new Phase.Memory(
                        place,
                        moved.readBytes,
                        moved.writtenBytes,
                        rounds(block.demand().chainRounds(), moved.readBytes, readBytes),
                        hitShare(place, moved)));
            }
        });
        return phases;
    }

    /** Rounds up, so that no place with loads is without a round. */
    private static long rounds(long rounds, long readBytes, long allReadBytes) {
        return allReadBytes == 0 ? 0 : (rounds * readBytes + allReadBytes - 1) / allReadBytes;
    }

    private double hitShare(Place place, CacheTraffic.OfPlace moved) {
        double reused = (double) moved.hitBytes / moved.bytes();
        double gridPerExecuted = (double) result.gridBlocks() / result.blocks().size();
        long footprint = (long) (traffic.missedBytes(place) * gridPerExecuted);
        return reused + (1 - reused) * StreamingHits.share(place, footprint, spec.l2());
    }
}

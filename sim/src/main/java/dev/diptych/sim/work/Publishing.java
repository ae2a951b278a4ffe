package dev.diptych.sim.work;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Slice;
import dev.diptych.model.work.Access;
import dev.diptych.model.work.BlockClass;
import dev.diptych.model.work.Misses;
import dev.diptych.model.work.Phase;
import dev.diptych.model.work.Pipe;
import dev.diptych.model.work.Scatter;
import dev.diptych.model.work.WorkProfile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The walk of {@code directory.cu}'s publishing kernels over the keys of a dense directory: each thread exchanges one word a step, wherever it lies.
 * Constants are fitted to counts of the executed PTX, and held to them by a test.
 *
 * @param stepInstructions of a warp
 * @param stepAlu likewise, of the arithmetic unit
 * @param inputBytes of each key
 */
record Publishing(int stepInstructions, int stepAlu, int stepCycles, int inputBytes) {
    static final int PARAMETERS = 9;
    private static final int ONCE_INSTRUCTIONS = 45;
    private static final int FIRST_STEP_INSTRUCTIONS = 12;
    private static final int ONCE_ALU = 5;
    private static final int ONCE_CYCLES = 130;
    private static final int SECTOR_BYTES = 32;
    private static final int LANES = 32;

    /** Returns whether a launch's directory is dense. */
    static boolean covers(Launch launch) {
        return launch.args().size() == PARAMETERS && launch.args().get(2).equals(new Arg.I32(0));
    }

    WorkProfile profile(Launch launch, LaunchArgs args, Gpu gpu) {
        long count = args.count(4, "count");
        Slice words = args.array(0, "words", args.count(1, "size"), Long.BYTES, Long.BYTES);
        Slice keys = args.array(3, "keys", count, Long.BYTES, Long.BYTES);
        long blocks = launch.grid().count();
        int threads = (int) launch.block().count();
        Map<Long, Long> shares = new LinkedHashMap<>();
        GridStride loop = new GridStride(count, blocks, threads);
        long full = count / (blocks * threads) * threads;
        for (long block = 0; block < blocks; block++) {
            shares.merge(full + loop.longWalkers(block), 1L, Long::sum);
        }
        List<BlockClass> classes = new ArrayList<>();
        shares.forEach((items, some) -> classes.add(new BlockClass(some, List.of(phase(gpu, items, threads)))));
        return new WorkProfile(
                classes,
                List.of(
                        new WorkProfile.Touched(
                                gpu, words.buffer().id(), Math.min(words.bytes(), count * SECTOR_BYTES)),
                        new WorkProfile.Touched(gpu, keys.buffer().id(), count * Long.BYTES)));
    }

    private Phase phase(Gpu gpu, long items, int threads) {
        long warps = Warps.holding(threads);
        long steps = (items + threads - 1) / threads;
        long warpSteps = (items + LANES - 1) / LANES;
        Map<Pipe, Long> slots = Map.of(
                Pipe.ISSUE,
                        warps * ONCE_INSTRUCTIONS
                                + Math.min(warps, warpSteps) * FIRST_STEP_INSTRUCTIONS
                                + warpSteps * stepInstructions,
                Pipe.ALU, warps * ONCE_ALU + warpSteps * stepAlu,
                Pipe.LSU, warpSteps + items);
        List<Access> accesses = items == 0
                ? List.of()
                : List.of(new Access(
                        gpu,
                        items * (inputBytes + SECTOR_BYTES),
                        items * SECTOR_BYTES,
                        items * SECTOR_BYTES,
                        items + items * inputBytes / (4 * LANES),
                        0,
                        items,
                        0,
                        steps + 1.0,
                        // Each word brings its neighbour, in a row of the memory of its own.
                        new Misses(1.8, 1, 0, 1.0 / (2 * SECTOR_BYTES), 0, Scatter.OF_STREAM),
                        0));
        return new Phase(slots, ONCE_CYCLES + steps * stepCycles, 2.0 + steps, (int) warps, accesses);
    }
}

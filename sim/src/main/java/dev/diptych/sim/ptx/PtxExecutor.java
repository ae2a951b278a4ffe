package dev.diptych.sim.ptx;

import dev.diptych.model.InputException;
import dev.diptych.sim.ptx.exec.BlockCounts;
import dev.diptych.sim.ptx.exec.GridRun;
import dev.diptych.sim.ptx.exec.GridRunner;
import dev.diptych.sim.ptx.exec.KernelCode;
import dev.diptych.sim.ptx.exec.Timetable;
import dev.diptych.sim.ptx.memory.GlobalMemory;
import java.util.ArrayList;
import java.util.List;

/** Executes launches, with what they leave in memory and what they did as counts. */
public final class PtxExecutor {
    private PtxExecutor() {}

    /**
     * Executes a launch.
     *
     * @throws InputException when the launch does not fit the kernel
     * @throws dev.diptych.sim.ptx.exec.KernelFault when a thread does what a GPU would answer with an error
     */
    public static PtxResult run(PtxLaunch launch, GlobalMemory memory, PtxOptions options) {
        PtxKernel kernel = launch.kernel();
        KernelCode code = kernel.code(options.isChecked());
        GridRun grid = new GridRun(
                code,
                launch.grid(),
                launch.block(),
                launch.dynamicSharedBytes(),
                launch.parameters(code.parameterBytes()),
                kernel.variables(memory, options.gpu()),
                memory,
                options.sms(),
                options.schedule() == null ? null : new Timetable(code, options.schedule()),
                options.sectors(),
                options.console());
        long blocks = launch.grid().count();
        Tally all = new Tally(code, memory);
        List<PtxResult.OfBlock> each = new ArrayList<>();
        new GridRunner(grid)
                .run(i -> options.blocks().block(i, blocks), options.blocks().size(blocks), counts -> {
                    all.add(counts);
                    if (options.schedule() != null) {
                        Tally one = new Tally(code, memory);
                        one.add(counts);
                        each.add(new PtxResult.OfBlock(counts.block(), one.counts()));
                    }
                    WarpSink warps = options.warps();
                    if (warps != null) {
                        tell(warps, counts, code, memory);
                    }
                });
        return new PtxResult(blocks, all.counts(), each);
    }

    private static void tell(WarpSink sink, BlockCounts block, KernelCode code, GlobalMemory memory) {
        for (int warp = 0; warp < block.warps(); warp++) {
            Tally one = new Tally(code, memory);
            one.add(block, warp);
            sink.ended(block.block(), warp, one.counts());
        }
    }
}

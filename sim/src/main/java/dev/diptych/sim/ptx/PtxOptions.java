package dev.diptych.sim.ptx;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.GpuSpec;
import dev.diptych.sim.ptx.exec.Console;
import dev.diptych.sim.ptx.exec.SectorSink;
import org.jspecify.annotations.Nullable;

/**
 * How a launch is executed.
 *
 * @param isChecked whether races, uninitialised shared memory and divergent barriers are errors; bounds and alignment always are
 * @param schedule the GPU for which warps are scheduled; null for not at all, and without the counts of each block
 * @param blocks which of them to execute
 * @param gpu that executes it
 * @param sms its multiprocessors, for {@code %smid}
 * @param sectors takes the stream of touched sectors
 * @param warps takes the counts of each warp
 * @param console takes what the kernel prints
 */
public record PtxOptions(
        boolean isChecked,
        @Nullable GpuSpec schedule,
        BlockSample blocks,
        Gpu gpu,
        int sms,
        @Nullable SectorSink sectors,
        @Nullable WarpSink warps,
        Console console) {
    private static final int DEFAULT_SMS = 132;
    private static final Console SILENT = text -> {};

    /** Executes all blocks and drops what they print. */
    public static final PtxOptions DEFAULT =
            new PtxOptions(false, null, BlockSample.ALL, new Gpu(0), DEFAULT_SMS, null, null, SILENT);

    public PtxOptions checked() {
        return new PtxOptions(true, schedule, blocks, gpu, sms, sectors, warps, console);
    }

    /** Keeps the counts of every block, and finds when a GPU like this would issue the instructions of its warps. */
    public PtxOptions scheduled(GpuSpec spec) {
        return new PtxOptions(isChecked, spec, blocks, gpu, sms, sectors, warps, console);
    }

    public PtxOptions withBlocks(BlockSample sample) {
        return new PtxOptions(isChecked, schedule, sample, gpu, sms, sectors, warps, console);
    }

    public PtxOptions on(Gpu executing, int count) {
        return new PtxOptions(isChecked, schedule, blocks, executing, count, sectors, warps, console);
    }

    public PtxOptions withSectors(SectorSink sink) {
        return new PtxOptions(isChecked, schedule, blocks, gpu, sms, sink, warps, console);
    }

    public PtxOptions withWarps(WarpSink sink) {
        return new PtxOptions(isChecked, schedule, blocks, gpu, sms, sectors, sink, console);
    }

    public PtxOptions withConsole(Console printer) {
        return new PtxOptions(isChecked, schedule, blocks, gpu, sms, sectors, warps, printer);
    }
}

package dev.diptych.systems.serving.workload;

import dev.diptych.kernels.KernelCatalog;
import dev.diptych.kernels.KernelEntry;
import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Dim;
import dev.diptych.model.op.Kernel;
import dev.diptych.model.op.Launch;
import dev.diptych.model.work.Footprint;
import dev.diptych.traces.kineto.RecordedKernel;
import java.util.Comparator;
import java.util.List;

/**
 * Launches that stand in for kernels of a trace: the same grid, block, registers and shared memory, for the recorded time. What a kernel asks of
 * memory a trace does not tell, so they leave it alone.
 */
final class Surrogates {
    private static final List<KernelEntry> BY_REGISTERS = KernelCatalog.load().entries("surrogate").stream()
            .sorted(Comparator.comparingInt(KernelEntry::registersPerThread))
            .toList();
    private static final double MICROS_PER_NANO = 1e-3;

    private Surrogates() {}

    /** Returns the stand-in for a kernel on a GPU, with as many times the blocks as it serves requests. */
    static Launch of(RecordedKernel recorded, GpuSpec gpu, int batch) {
        Kernel kernel = kernel(recorded.registersPerThread());
        int dynamicSharedBytes = Math.max(recorded.sharedBytesPerBlock() - kernel.staticSharedBytes(), 0);
        Launch once = launch(kernel, recorded, recorded.grid(), dynamicSharedBytes, 0);
        long cycles = blockCycles(recorded, gpu, Footprint.of(once, gpu.sm()));
        Dim grid = recorded.grid();
        Dim batched = new Dim(grid.x(), grid.y(), Math.multiplyExact(grid.z(), batch));
        return launch(kernel, recorded, batched, dynamicSharedBytes, cycles);
    }

    private static Launch launch(
            Kernel kernel, RecordedKernel recorded, Dim grid, int dynamicSharedBytes, long cycles) {
        return new Launch(kernel, grid, recorded.block(), dynamicSharedBytes, List.of(new Arg.I64(cycles)), 0);
    }

    /** Returns how long each block lasts, when blocks come in waves that fill the GPU, one after the other. */
    private static long blockCycles(RecordedKernel recorded, GpuSpec gpu, Footprint block) {
        long blocks = recorded.grid().count();
        long wave = (long) gpu.sms() * block.blocksPerSm(gpu.sm());
        long waves = (blocks + wave - 1) / wave;
        double startMicros = Math.min(blocks, wave) / gpu.dispatch().megablocksPerSecond();
        double idleMicros = startMicros + waves * gpu.dispatch().blockNanos() * MICROS_PER_NANO;
        double micros = Math.max(recorded.micros() - idleMicros, 0) / waves;
        return Math.round(micros * gpu.clock().megahertz());
    }

    /** Returns the kernel that holds at least so many registers, and the fewest beyond them. */
    private static Kernel kernel(int registersPerThread) {
        KernelEntry entry = BY_REGISTERS.stream()
                .filter(one -> one.registersPerThread() >= registersPerThread)
                .findFirst()
                .orElse(BY_REGISTERS.get(BY_REGISTERS.size() - 1));
        return new Kernel(entry.module(), entry.name(), entry.registersPerThread(), entry.staticSharedBytes());
    }
}

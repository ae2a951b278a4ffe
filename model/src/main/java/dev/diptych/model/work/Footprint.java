package dev.diptych.model.work;

import dev.diptych.model.InputException;
import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.hw.SmSpec;
import dev.diptych.model.op.Launch;

/**
 * What one block takes from a multiprocessor, portions included. An empty multiprocessor holds just as many blocks of one launch as NVIDIA's
 * occupancy calculator says ({@code cuda_occupancy.h} of the CUDA toolkit): each of {@link SmSpec#warpGranule()} schedulers has its part of
 * the register file, a warp's registers are rounded up to their granule and lie in one part, and warps fill the parts freely; shared
 * memory is rounded up to its granule, with the system's share on top.
 *
 * @param registers its share of the register file: the file over the number of such blocks that it holds, so that what the parts cannot
 *     use is shared out too; 0 when the kernel does not say how many registers it needs
 */
public record Footprint(int warps, int registers, int sharedBytes) {
    /**
     * Returns what a block of a launch takes.
     *
     * @throws InputException when not even an empty multiprocessor has room for one
     */
    public static Footprint of(Launch launch, SmSpec sm) {
        String kernel = launch.kernel().module() + "/" + launch.kernel().entry();
        long threads = launch.block().count();
        check(kernel, "threads per block", threads, Math.min(SmSpec.BLOCK_THREADS, sm.threads()));
        check(kernel, "registers per thread", launch.kernel().registersPerThread(), SmSpec.THREAD_REGISTERS);
        long shared = (long) launch.kernel().staticSharedBytes() + launch.dynamicSharedBytes();
        check(kernel, "bytes of shared memory per block", shared, sm.sharedBytesPerBlock());
        // A launch is refused as if its warps were spread evenly over the schedulers, although they need not be.
        int warps = warps((int) threads);
        int assumedRegisters = roundUp(warps, sm.warpGranule())
                * registersPerWarp(launch.kernel().registersPerThread(), sm);
        check(kernel, "registers per block", assumedRegisters, sm.registers());
        Footprint footprint = of((int) threads, launch.kernel().registersPerThread(), (int) shared, sm);
        check(
                kernel,
                "bytes of shared memory per block, the system's included",
                footprint.sharedBytes,
                sm.sharedBytes());
        return footprint;
    }

    /** Returns what a block of so many threads takes, whether or not there is room for it. */
    public static Footprint of(int threadsPerBlock, int registersPerThread, int sharedBytesPerBlock, SmSpec sm) {
        int warps = warps(threadsPerBlock);
        int registersPerWarp = registersPerWarp(registersPerThread, sm);
        int registers = 0;
        if (registersPerWarp > 0) {
            int warpsOfPart = sm.registers() / sm.warpGranule() / registersPerWarp;
            int blocks = warpsOfPart * sm.warpGranule() / warps;
            // The quotient of a quotient is the divisor again, as long as that is at most the square root.
            registers = blocks == 0 ? sm.registers() + 1 : sm.registers() / blocks;
        }
        int shared = roundUp(sharedBytesPerBlock, sm.sharedGranuleBytes()) + sm.sharedReservedBytesPerBlock();
        return new Footprint(warps, registers, shared);
    }

    private static int warps(int threads) {
        return roundUp(threads, SmSpec.WARP_THREADS) / SmSpec.WARP_THREADS;
    }

    private static int registersPerWarp(int registersPerThread, SmSpec sm) {
        return roundUp(registersPerThread * SmSpec.WARP_THREADS, sm.registersPerWarpGranule());
    }

    /** Returns how many such blocks an empty multiprocessor holds: its occupancy, in blocks. */
    public int blocksPerSm(SmSpec sm) {
        return fitting(sm.threads() / SmSpec.WARP_THREADS, sm.blocks(), sm.registers(), sm.sharedBytes());
    }

    /** Returns how many blocks of a grid share a multiprocessor, when nothing else runs. */
    public int sharing(long gridBlocks, GpuSpec gpu) {
        return (int) Math.min(blocksPerSm(gpu.sm()), (gridBlocks + gpu.sms() - 1) / gpu.sms());
    }

    /** Returns how many such blocks fit into what is free. */
    public int fitting(int freeWarps, int freeBlocks, int freeRegisters, int freeSharedBytes) {
        int blocks = Math.min(freeBlocks, freeWarps / warps);
        if (registers > 0) {
            blocks = Math.min(blocks, freeRegisters / registers);
        }
        return sharedBytes > 0 ? Math.min(blocks, freeSharedBytes / sharedBytes) : blocks;
    }

    private static void check(String kernel, String what, long asked, long limit) {
        if (asked > limit) {
            throw new InputException(
                    "launch of %s asks for %d %s, but this GPU has at most %d".formatted(kernel, asked, what, limit));
        }
    }

    private static int roundUp(int value, int granule) {
        return (value + granule - 1) / granule * granule;
    }
}

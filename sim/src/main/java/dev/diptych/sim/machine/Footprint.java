package dev.diptych.sim.machine;

import dev.diptych.model.InputException;
import dev.diptych.model.hw.SmSpec;
import dev.diptych.model.op.Launch;

/**
 * What one block takes from a multiprocessor, portions included. NVIDIA's occupancy calculator computes the same: registers per warp
 * are rounded up to their granule, warps to a group of {@link SmSpec#warpGranule()} because each scheduler has its own part of the
 * register file, and shared memory to its granule, with the system's share on top.
 *
 * @param registers 0 when the kernel does not say how many it needs
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
        Footprint footprint = of((int) threads, launch.kernel().registersPerThread(), (int) shared, sm);
        check(kernel, "registers per block", footprint.registers, sm.registers());
        check(
                kernel,
                "bytes of shared memory per block, the system's included",
                footprint.sharedBytes,
                sm.sharedBytes());
        return footprint;
    }

    /** Returns what a block of so many threads takes, whether or not there is room for it. */
    public static Footprint of(int threadsPerBlock, int registersPerThread, int sharedBytesPerBlock, SmSpec sm) {
        int warps = roundUp(threadsPerBlock, SmSpec.WARP_THREADS) / SmSpec.WARP_THREADS;
        int registersPerWarp = roundUp(registersPerThread * SmSpec.WARP_THREADS, sm.registersPerWarpGranule());
        return new Footprint(
                warps,
                registersPerWarp * roundUp(warps, sm.warpGranule()),
                roundUp(sharedBytesPerBlock, sm.sharedGranuleBytes()) + sm.sharedReservedBytesPerBlock());
    }

    /** Returns how many such blocks an empty multiprocessor holds: its occupancy, in blocks. */
    public int blocksPerSm(SmSpec sm) {
        return fitting(sm.threads() / SmSpec.WARP_THREADS, sm.blocks(), sm.registers(), sm.sharedBytes());
    }

    /** Returns how many such blocks fit into what is free. */
    int fitting(int freeWarps, int freeBlocks, int freeRegisters, int freeSharedBytes) {
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

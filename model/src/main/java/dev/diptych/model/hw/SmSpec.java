package dev.diptych.model.hw;

/**
 * A streaming multiprocessor: what it holds, in which portions, and how fast it issues.
 *
 * @param registersPerWarpGranule registers are given to a warp in multiples of this
 * @param warpGranule registers are reserved for warps in groups of this many
 * @param sharedBytesPerBlock the most that one block may ask for
 * @param sharedGranuleBytes shared memory is given to a block in multiples of this
 * @param sharedReservedBytesPerBlock what the system takes of shared memory for each block
 * @param pipes what it executes with
 * @param latencies of instructions that stay on it
 * @param storeBytesPerCycle what it sends to the second-level cache, each request with the place of a sector besides its own
 */
public record SmSpec(
        int threads,
        int blocks,
        int registers,
        int registersPerWarpGranule,
        int warpGranule,
        int sharedBytes,
        int sharedBytesPerBlock,
        int sharedGranuleBytes,
        int sharedReservedBytesPerBlock,
        PipeSpec pipes,
        LatencySpec latencies,
        double storeBytesPerCycle) {
    /** Threads of a warp, on every NVIDIA GPU. */
    public static final int WARP_THREADS = 32;

    /** The most threads that a block may have, on every GPU since Fermi. */
    public static final int BLOCK_THREADS = 1024;

    /** The most registers that a thread may have, on every GPU since Kepler GK110. */
    public static final int THREAD_REGISTERS = 255;

    public SmSpec {
        Bounds.atLeast("threads", threads, WARP_THREADS);
        Bounds.atLeast("blocks", blocks, 1);
        Bounds.atLeast("registers", registers, 1);
        Bounds.atLeast("registersPerWarpGranule", registersPerWarpGranule, 1);
        Bounds.atLeast("warpGranule", warpGranule, 1);
        Bounds.atLeast("sharedBytes", sharedBytes, 0);
        Bounds.atLeast("sharedBytesPerBlock", sharedBytesPerBlock, 0);
        Bounds.atMost("sharedBytesPerBlock", sharedBytesPerBlock, "sharedBytes", sharedBytes);
        Bounds.atLeast("sharedGranuleBytes", sharedGranuleBytes, 1);
        Bounds.atLeast("sharedReservedBytesPerBlock", sharedReservedBytesPerBlock, 0);
        Bounds.positive("storeBytesPerCycle", storeBytesPerCycle);
    }

    /** Returns it with another rate of stores, in bytes per cycle. */
    SmSpec withStoreBytesPerCycle(double other) {
        return new SmSpec(
                threads,
                blocks,
                registers,
                registersPerWarpGranule,
                warpGranule,
                sharedBytes,
                sharedBytesPerBlock,
                sharedGranuleBytes,
                sharedReservedBytesPerBlock,
                pipes,
                latencies,
                other);
    }
}

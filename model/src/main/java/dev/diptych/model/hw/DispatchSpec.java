package dev.diptych.model.hw;

/**
 * From a launch at the head of its stream to running blocks.
 *
 * @param hardwareQueues streams share this many queues: stream {@code s} uses queue {@code s % hardwareQueues}
 * @param residentGrids the most grids that execute at a time
 * @param megablocksPerSecond the rate at which blocks are started, GPU-wide
 * @param startNanos from the head of a queue to the first block
 * @param gapNanos from the last block of a launch to the first of the next in its stream
 * @param blockNanos start and drain of a block that does nothing
 * @param copyEngines for each direction
 */
public record DispatchSpec(
        int hardwareQueues,
        int residentGrids,
        double megablocksPerSecond,
        double startNanos,
        double gapNanos,
        double blockNanos,
        int copyEngines) {
    public DispatchSpec {
        Bounds.atLeast("hardwareQueues", hardwareQueues, 1);
        Bounds.atLeast("residentGrids", residentGrids, 1);
        Bounds.positive("megablocksPerSecond", megablocksPerSecond);
        Bounds.notNegative("startNanos", startNanos);
        Bounds.notNegative("gapNanos", gapNanos);
        Bounds.notNegative("blockNanos", blockNanos);
        Bounds.atLeast("copyEngines", copyEngines, 1);
    }
}

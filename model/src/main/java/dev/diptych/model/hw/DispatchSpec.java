package dev.diptych.model.hw;

/**
 * From an entry at the head of its stream to running blocks. The front end takes up the entries of all streams one after the other; those of
 * one stream follow each other, each when the one before it is done. Besides operations these are what watches them
 * ({@link dev.diptych.model.run.StreamEntry}).
 *
 * @param hardwareQueues streams share this many queues: stream {@code s} uses queue {@code s % hardwareQueues}
 * @param residentGrids the most grids that execute at a time
 * @param megablocksPerSecond the rate at which blocks are started, GPU-wide
 * @param entryNanos that each entry occupies the front end from its begin on, GPU-wide
 * @param startNanos that a launch takes until its first block
 * @param eventNanos that an event takes in its stream
 * @param waitNanos the same of a wait for a word of the host's memory that is there already
 * @param signalNanos the same of a word written to the host's memory
 * @param blockNanos start and drain of a block that does nothing
 * @param copyEngines for each direction
 */
public record DispatchSpec(
        int hardwareQueues,
        int residentGrids,
        double megablocksPerSecond,
        double entryNanos,
        double startNanos,
        double eventNanos,
        double waitNanos,
        double signalNanos,
        double blockNanos,
        int copyEngines) {
    public DispatchSpec {
        Bounds.atLeast("hardwareQueues", hardwareQueues, 1);
        Bounds.atLeast("residentGrids", residentGrids, 1);
        Bounds.positive("megablocksPerSecond", megablocksPerSecond);
        Bounds.notNegative("entryNanos", entryNanos);
        Bounds.notNegative("startNanos", startNanos);
        Bounds.notNegative("eventNanos", eventNanos);
        Bounds.notNegative("waitNanos", waitNanos);
        Bounds.notNegative("signalNanos", signalNanos);
        Bounds.notNegative("blockNanos", blockNanos);
        Bounds.atLeast("copyEngines", copyEngines, 1);
    }
}

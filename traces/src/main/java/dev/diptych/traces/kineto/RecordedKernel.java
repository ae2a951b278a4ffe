package dev.diptych.traces.kineto;

import dev.diptych.model.op.Dim;

/**
 * A kernel as a trace tells of it.
 *
 * @param sharedBytesPerBlock static and dynamic
 * @param micros from its first block's start to its last one's end, as the profiler has it
 */
public record RecordedKernel(
        String name, Dim grid, Dim block, int registersPerThread, int sharedBytesPerBlock, double micros) {}

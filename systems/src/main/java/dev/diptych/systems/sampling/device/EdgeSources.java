package dev.diptych.systems.sampling.device;

import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Op;
import java.util.List;

/** The sources of a matrix's edges as a frontier, edge by edge: the edges' own numbers, of which each sample's beginning is found. One launch. */
final class EdgeSources {
    private final Memory memory;
    private final DeviceMatrix matrix;
    private final DeviceFrontier result;

    EdgeSources(Memory memory, DeviceMatrix matrix) {
        this.memory = memory;
        this.matrix = matrix;
        int samples = matrix.columns().samples();
        this.result = new DeviceFrontier(
                matrix.sources(),
                matrix.owners(),
                memory.words(samples + 1L),
                samples,
                matrix.capacity(),
                matrix.perSample());
    }

    DeviceFrontier result() {
        return result;
    }

    Op op() {
        return memory.threads(
                "edge_offsets",
                "edge_starts",
                result.samples() + 1L,
                List.of(
                        Memory.address(result.starts()),
                        Memory.address(matrix.columns().starts()),
                        new Arg.I32(result.samples()),
                        Memory.address(matrix.first())));
    }
}

package dev.diptych.sim.ptx.exec;

import dev.diptych.sim.ptx.syntax.Variable;
import java.util.List;

/**
 * A compiled kernel.
 *
 * @param name of the kernel
 * @param segments by index; execution begins at 0
 * @param code of the segments, two to the power of {@link #SEGMENTS_PER_CODE_BITS} each
 * @param intRegisters of up to 32 bits
 * @param globals the module's variables
 * @param sites of all instructions, by the kernel's flat order
 * @param use what it may do with the memory of its parameters
 * @param isChecked whether it looks for races and uninitialised shared memory
 */
@SuppressWarnings("ArrayRecordComponent") // Read for every segment that runs; nobody compares kernels.
public record KernelCode(
        String name,
        Segment[] segments,
        SegmentCode[] code,
        int intRegisters,
        int longRegisters,
        int predicates,
        int localBytes,
        int parameterBytes,
        int staticSharedBytes,
        int dynamicSharedOffset,
        int accessesPerSegment,
        List<Variable> globals,
        List<KernelFault.Site> sites,
        ParameterUse use,
        boolean isChecked) {
    /** Segments of one class, as a power of two. */
    public static final int SEGMENTS_PER_CODE_BITS = 8;

    public KernelFault.Site where(int site) {
        return sites.get(site);
    }
}

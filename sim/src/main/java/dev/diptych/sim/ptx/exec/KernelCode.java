package dev.diptych.sim.ptx.exec;

import dev.diptych.model.work.Pipe;
import dev.diptych.sim.ptx.assembly.Cost;
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
 * @param costs of its instructions, each kind once; steps of the {@link Dataflow} name them by number
 * @param slots by segment and pipe: slots of its machine instructions
 * @param copySlots the same in iterations of an {@link UnrolledLoop} that follow another one without a branch
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
        List<Cost> costs,
        int[][] slots,
        int[][] copySlots,
        ParameterUse use,
        boolean isChecked) {
    /** The pipes in the order of {@code slots}. */
    public static final List<Pipe> PIPES = List.of(Pipe.values());
    /** Place of {@link Pipe#ISSUE} among them. */
    static final int ISSUE = PIPES.indexOf(Pipe.ISSUE);
    /** Place of {@link Pipe#LSU} among them. */
    public static final int LSU = PIPES.indexOf(Pipe.LSU);
    /** Place of {@link Pipe#BARRIER} among them. */
    public static final int BARRIER = PIPES.indexOf(Pipe.BARRIER);

    /** Segments of one class, as a power of two. */
    public static final int SEGMENTS_PER_CODE_BITS = 8;

    public KernelFault.Site where(int site) {
        return sites.get(site);
    }
}

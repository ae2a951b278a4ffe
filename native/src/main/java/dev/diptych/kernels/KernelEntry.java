package dev.diptych.kernels;

import java.util.List;

/**
 * A kernel that can be launched.
 *
 * @param module the CUDA source and PTX file that define it, without extension
 * @param name its name in the PTX
 * @param registersPerThread as assembled for sm_90, before the hardware's allocation granularity
 * @param staticSharedBytes a block's shared memory that the kernel itself declares, without what the system reserves
 * @param parameters in the order that a launch passes them
 */
public record KernelEntry(
        String module, String name, int registersPerThread, int staticSharedBytes, List<Parameter> parameters) {

    public KernelEntry {
        if (registersPerThread < 1 || staticSharedBytes < 0) {
            throw new IllegalArgumentException("%s.%s cannot take %d registers a thread and %d bytes of shared memory"
                    .formatted(module, name, registersPerThread, staticSharedBytes));
        }
        parameters = List.copyOf(parameters);
    }

    /** Returns what a launch passes. */
    public KernelSignature signature() {
        return new KernelSignature(module, name, parameters, true);
    }

    /**
     * A parameter of a kernel.
     *
     * @param name as in the CUDA source
     * @param type as in the PTX, without the dot: {@code u32}, {@code u64}, {@code f32}, ...; {@code b8[24]} for bytes passed by value
     * @param pointer whether the value is an address of memory that the device can reach
     */
    public record Parameter(String name, String type, boolean pointer) {}
}

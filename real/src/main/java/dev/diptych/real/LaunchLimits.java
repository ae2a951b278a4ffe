package dev.diptych.real;

import dev.diptych.model.InputException;
import dev.diptych.model.op.Dim;
import dev.diptych.model.op.Launch;

/** What a launch may ask of a GPU at all; the driver's own refusal would not say which limit it was. */
final class LaunchLimits {
    /** Of grids and blocks, since compute capability 3.0 (CUDA C++ Programming Guide, technical specifications). */
    private static final int GRID_YZ = 65_535;

    private static final int BLOCK_XY = 1024;
    private static final int BLOCK_Z = 64;

    private LaunchLimits() {}

    /**
     * Checks a launch.
     *
     * @throws InputException naming kernel, GPU, what it asks for and what there is
     */
    static void check(DeviceProperties gpu, KernelFunction function, Launch launch) {
        Dim grid = launch.grid();
        Dim block = launch.block();
        long threads = block.count();
        if (threads > gpu.threadsPerBlock() || block.x() > BLOCK_XY || block.y() > BLOCK_XY || block.z() > BLOCK_Z) {
            throw refusal(
                    gpu,
                    launch,
                    "blocks of %d,%d,%d threads; a block has at most %d, and at most %d,%d,%d"
                            .formatted(
                                    block.x(),
                                    block.y(),
                                    block.z(),
                                    gpu.threadsPerBlock(),
                                    BLOCK_XY,
                                    BLOCK_XY,
                                    BLOCK_Z));
        }
        long shared = (long) function.staticSharedBytes() + launch.dynamicSharedBytes();
        if (shared > gpu.sharedBytesPerBlock()) {
            throw refusal(
                    gpu,
                    launch,
                    "%d bytes of shared memory for a block; there are at most %d"
                            .formatted(shared, gpu.sharedBytesPerBlock()));
        }
        if (threads > function.threadsPerBlock()) {
            throw refusal(
                    gpu,
                    launch,
                    "blocks of %d threads of %d registers; its registers and launch bounds allow at most %d threads"
                            .formatted(threads, function.registersPerThread(), function.threadsPerBlock()));
        }
        if (grid.y() > GRID_YZ || grid.z() > GRID_YZ) {
            throw refusal(
                    gpu,
                    launch,
                    "a grid of %d,%d,%d blocks; y and z are at most %d"
                            .formatted(grid.x(), grid.y(), grid.z(), GRID_YZ));
        }
    }

    private static InputException refusal(DeviceProperties gpu, Launch launch, String asked) {
        return new InputException("gpu%d cannot run %s/%s: it asks for %s"
                .formatted(
                        gpu.index(), launch.kernel().module(), launch.kernel().entry(), asked));
    }
}

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
    static void check(DeviceProperties gpu, KernelResources kernel, Launch launch) {
        Dim grid = launch.grid();
        Dim block = launch.block();
        check(gpu, launch, "threads per block", block.count(), gpu.threadsPerBlock());
        check(gpu, launch, "threads per block in x", block.x(), BLOCK_XY);
        check(gpu, launch, "threads per block in y", block.y(), BLOCK_XY);
        check(gpu, launch, "threads per block in z", block.z(), BLOCK_Z);
        check(gpu, launch, "blocks in y", grid.y(), GRID_YZ);
        check(gpu, launch, "blocks in z", grid.z(), GRID_YZ);
        long shared = (long) kernel.staticSharedBytes() + launch.dynamicSharedBytes();
        check(gpu, launch, "bytes of shared memory per block", shared, gpu.sharedBytesPerBlock());
        // Its own text is put together only when it is needed: every launch comes through here.
        if (block.count() > kernel.threadsPerBlock()) {
            String what = "threads per block of %d registers each".formatted(kernel.registersPerThread());
            check(gpu, launch, what, block.count(), kernel.threadsPerBlock());
        }
    }

    private static void check(DeviceProperties gpu, Launch launch, String what, long asked, long limit) {
        if (asked > limit) {
            throw new InputException("launch of %s/%s asks for %d %s, but gpu%d has at most %d"
                    .formatted(launch.kernel().module(), launch.kernel().entry(), asked, what, gpu.index(), limit));
        }
    }
}

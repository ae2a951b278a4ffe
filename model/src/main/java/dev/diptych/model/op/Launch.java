package dev.diptych.model.op;

import java.util.List;

/**
 * A kernel launch.
 *
 * @param blocksPerNotice 0, or how many block starts (and ends) the device gathers into one notice to the controller (Paella, SOSP'23,
 *     uses 16); the last notice of a launch covers what is left
 */
public record Launch(Kernel kernel, Dim grid, Dim block, int dynamicSharedBytes, List<Arg> args, int blocksPerNotice)
        implements Op {
    public Launch {
        args = List.copyOf(args);
        if (dynamicSharedBytes < 0 || blocksPerNotice < 0) {
            throw new IllegalArgumentException(
                    "launch of %s: %d dynamic shared bytes, %d blocks per notice; neither may be negative"
                            .formatted(kernel.entry(), dynamicSharedBytes, blocksPerNotice));
        }
    }

    /** A launch that reports no blocks and has no dynamic shared memory. */
    public Launch(Kernel kernel, Dim grid, Dim block, List<Arg> args) {
        this(kernel, grid, block, 0, args, 0);
    }
}

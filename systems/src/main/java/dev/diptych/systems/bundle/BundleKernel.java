package dev.diptych.systems.bundle;

import dev.diptych.model.op.Dim;
import dev.diptych.model.op.Kernel;
import java.util.List;

/**
 * A kernel of a bundle as it is launched: with the addresses of storages, in the order of its parameters.
 *
 * @param args which storages
 */
public record BundleKernel(Kernel kernel, Dim grid, Dim block, int dynamicSharedBytes, List<Integer> args) {
    public BundleKernel {
        args = List.copyOf(args);
    }
}

package dev.diptych.systems.bundle;

import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Copy;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Op;
import dev.diptych.model.op.ReadBack;
import dev.diptych.model.op.Slice;
import java.util.ArrayList;
import java.util.List;

/**
 * Memory that a bundle's kernels work in, for one pass at a time.
 *
 * @param buffers one a storage
 * @param results in the host's memory
 */
public record BundleMemory(Bundle bundle, List<Buffer> buffers, Buffer results) {
    public BundleMemory {
        buffers = List.copyOf(buffers);
    }

    /** Returns what brings images to the GPU. */
    public Op bring(Slice images) {
        return new Copy(images, buffers.get(bundle.input()).all());
    }

    /** Returns the kernels, which follow each other. */
    public List<Op> kernels() {
        List<Op> launches = new ArrayList<>();
        for (BundleKernel kernel : bundle.kernels()) {
            List<Arg> args = new ArrayList<>();
            kernel.args()
                    .forEach(storage ->
                            args.add(new Arg.Address(buffers.get(storage).all())));
            launches.add(
                    new Launch(kernel.kernel(), kernel.grid(), kernel.block(), kernel.dynamicSharedBytes(), args, 0));
        }
        return launches;
    }

    /** Returns what brings the results to the host's memory. */
    public Op fetch() {
        return new Copy(buffers.get(bundle.output()).all(), results.all());
    }

    /** Returns what brings the results to the controller instead. */
    public Op readBack() {
        return new ReadBack(buffers.get(bundle.output()).all());
    }
}

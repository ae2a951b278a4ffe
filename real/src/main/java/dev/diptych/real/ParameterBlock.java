package dev.diptych.real;

import dev.diptych.kernels.KernelSignature;
import dev.diptych.kernels.instrument.Instrumentation;
import java.nio.ByteBuffer;
import jcuda.Pointer;

/**
 * Where the arguments of a launch are laid out for the driver: an array of pointers, which never changes, and the values that they point
 * to. The driver copies the values before it returns, so one block serves every launch, and none allocates native memory: JCuda would
 * for each {@code Pointer.to(...)} of a launch.
 */
final class ParameterBlock {
    /** A launch passes at most 4 KiB (CUDA C++ Programming Guide, kernel function parameters), so at most so many 8-byte values. */
    private static final int MOST_PARAMETERS = 512;

    /** Where notices go may be passed by value, as the last parameter. */
    private static final int VALUES_BYTES =
            MOST_PARAMETERS * KernelArguments.SLOT_BYTES + Instrumentation.PARAMETER_BYTES;

    private final NativePointer pointers;
    private final ByteBuffer values;

    ParameterBlock(Cuda cuda, Cleanup cleanup) {
        int tableBytes = MOST_PARAMETERS * Long.BYTES;
        PinnedMemory memory = PinnedMemory.allocate(cuda, tableBytes + VALUES_BYTES, cleanup);
        long valuesAddress = memory.address() + tableBytes;
        for (int i = 0; i < MOST_PARAMETERS; i++) {
            memory.bytes().putLong(i * Long.BYTES, valuesAddress + (long) i * KernelArguments.SLOT_BYTES);
        }
        this.pointers = new NativePointer(memory.address());
        // A slice forgets the order of its buffer.
        this.values = memory.bytes()
                .slice(tableBytes, VALUES_BYTES)
                .order(memory.bytes().order());
    }

    /** Returns what the driver is to be given. */
    Pointer pointers() {
        return pointers;
    }

    /** Returns where the values go, as {@link KernelArguments} lays them out for a kernel. */
    ByteBuffer values(KernelSignature kernel) {
        if (kernel.parameters().size() > MOST_PARAMETERS) {
            throw new IllegalStateException("kernel %s/%s has %d parameters"
                    .formatted(
                            kernel.module(), kernel.name(), kernel.parameters().size()));
        }
        return values;
    }
}

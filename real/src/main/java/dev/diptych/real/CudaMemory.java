package dev.diptych.real;

import dev.diptych.model.InputException;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.HostMemory;
import dev.diptych.model.hw.Place;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Slice;
import java.util.ArrayList;
import java.util.List;

/**
 * A run's buffers and where they lie.
 *
 * <p>A buffer of the host is pinned, mapped and the same address for every GPU.
 */
final class CudaMemory {
    /** JCuda hands out pinned memory together with a {@code ByteBuffer}, which has no more. */
    private static final int MOST_BUFFER_BYTES = Integer.MAX_VALUE;

    private final Cuda cuda;
    private final Platform platform;
    private final List<CudaGpu> gpus;
    private final List<Long> addresses = new ArrayList<>();
    private final long[] usedBytes;
    private long usedHostBytes;

    CudaMemory(Cuda cuda, Platform platform, List<CudaGpu> gpus) {
        this.cuda = cuda;
        this.platform = platform;
        this.gpus = gpus;
        this.usedBytes = new long[gpus.size()];
    }

    /**
     * Returns a new buffer.
     *
     * @throws InputException when the place has not that much left, by the platform's account or the driver's
     */
    Buffer allocate(Place place, long bytes) {
        Buffer buffer = new Buffer(addresses.size(), place, bytes);
        addresses.add(place instanceof Gpu gpu ? allocateOn(gpu, bytes) : allocateOnHost(bytes));
        return buffer;
    }

    /** Returns the address of a slice's first byte, in every GPU that can reach its place. */
    long address(Slice slice) {
        int id = slice.buffer().id();
        if (id >= addresses.size()) {
            throw new InputException(
                    "buffer %d was not allocated in this run, which has %d buffers".formatted(id, addresses.size()));
        }
        return addresses.get(id) + slice.offsetBytes();
    }

    private long allocateOn(Gpu gpu, long bytes) {
        long left = platform.spec(gpu).memory().bytes() - usedBytes[gpu.index()];
        CudaGpu owner = gpus.get(gpu.index());
        owner.use();
        DevicePointer pointer = bytes > left ? null : cuda.allocate(bytes);
        if (pointer == null) {
            throw tooMuch(gpu, bytes, Math.min(left, cuda.freeBytes()));
        }
        owner.cleanup().later(() -> cuda.free(pointer));
        usedBytes[gpu.index()] += bytes;
        return pointer.address();
    }

    private long allocateOnHost(long bytes) {
        long left = platform.host().memoryBytes() - usedHostBytes;
        if (bytes > left) {
            throw tooMuch(HostMemory.HOST, bytes, left);
        }
        CudaGpu owner = gpus.get(0);
        owner.use();
        long address = bytes <= MOST_BUFFER_BYTES ? pinned(owner, (int) bytes) : large(owner, bytes);
        usedHostBytes += bytes;
        return address;
    }

    private long pinned(CudaGpu owner, int bytes) {
        NativePointer pointer = cuda.allocateHost(bytes);
        if (pointer == null) {
            throw hostIsFull(bytes);
        }
        owner.cleanup().later(() -> cuda.freeHost(pointer));
        return pointer.address();
    }

    private long large(CudaGpu owner, long bytes) {
        LargeHostMemory memory = LargeHostMemory.allocate(bytes);
        owner.cleanup().later(memory::free);
        if (!cuda.register(memory.address(), bytes)) {
            throw hostIsFull(bytes);
        }
        owner.cleanup().later(() -> cuda.unregister(memory.address()));
        return memory.address();
    }

    private static InputException hostIsFull(long bytes) {
        return new InputException("host: the driver has no room for a pinned buffer of %d bytes".formatted(bytes));
    }

    private static InputException tooMuch(Place place, long bytes, long leftBytes) {
        return new InputException(
                "%s: no room for a buffer of %d bytes; %d are left".formatted(place, bytes, leftBytes));
    }
}

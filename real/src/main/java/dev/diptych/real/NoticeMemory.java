package dev.diptych.real;

import dev.diptych.kernels.KernelSignature;
import dev.diptych.kernels.instrument.Instrumentation;
import dev.diptych.model.InputException;
import java.nio.ByteBuffer;
import jcuda.driver.CUstream;
import org.jspecify.annotations.Nullable;

/**
 * What reporting blocks read and write on one GPU, in the layout of {@code notices.cuh}: a ring of words in pinned memory, the ring's head, and for each
 * slot two counters, in device memory. A kernel gets the addresses of these as one argument, by value; one that was written with {@code notices.cuh} gets
 * the address of a structure of them, in device memory, which a slot keeps for later launches with as many blocks per notice.
 */
final class NoticeMemory {
    private static final int STRUCTURE_BYTES = Instrumentation.PARAMETER_BYTES;
    /** What no two things share that blocks change at the same time: atomics on one line of the L2 cache wait for each other. */
    private static final int LINE_BYTES = 128;

    private static final int STARTED_LINE = 1;
    private static final int FINISHED_LINE = 2;
    /** A structure, and two counters of 4 bytes. */
    private static final int SLOT_BYTES = 3 * LINE_BYTES;

    private final Cuda cuda;
    private final int ringSlots;
    private final PinnedMemory ring;
    private final PinnedMemory structures;
    private final long deviceSlots;
    private final long deviceHead;
    /** Of the structure that lies in each slot; 0 where none does. */
    private final int[] writtenBlocksPerNotice;

    /** Memory on the GPU whose context is current. */
    NoticeMemory(Cuda cuda, int ringSlots, int slots, Cleanup cleanup) {
        this.cuda = cuda;
        this.ringSlots = ringSlots;
        this.ring = PinnedMemory.allocate(cuda, ringSlots * Long.BYTES, cleanup);
        ring.clear();
        this.structures = PinnedMemory.allocate(cuda, slots * STRUCTURE_BYTES, cleanup);
        long bytes = (long) slots * SLOT_BYTES + Long.BYTES;
        DevicePointer memory = cuda.allocate(bytes);
        if (memory == null) {
            throw new InputException("the GPU has no %d bytes left for block notices: free memory".formatted(bytes));
        }
        cleanup.later(() -> cuda.free(memory));
        cuda.clear(memory, bytes);
        this.deviceSlots = memory.address();
        this.deviceHead = memory.address() + (long) slots * SLOT_BYTES;
        this.writtenBlocksPerNotice = new int[slots];
    }

    /** Returns the ring, as the host reads it. */
    ByteBuffer ring() {
        return ring.bytes();
    }

    /** Has a slot's structure ready for whatever runs next in a stream, if the kernel reads it. */
    void prepare(KernelSignature kernel, NoticeSlot slot, CUstream stream) {
        int index = slot.index();
        if (kernel.reportsByValue() || writtenBlocksPerNotice[index] == slot.blocksPerNotice()) {
            return;
        }
        int at = index * STRUCTURE_BYTES;
        describe(slot, structures.bytes(), at);
        cuda.copy(structure(slot), structures.address() + at, STRUCTURE_BYTES, stream);
        writtenBlocksPerNotice[index] = slot.blocksPerNotice();
    }

    /** Writes the argument of a kernel that reports; without a slot, it is the one that turns reporting off. */
    void writeArgument(KernelSignature kernel, @Nullable NoticeSlot slot, ByteBuffer to, int at) {
        if (!kernel.reportsByValue()) {
            to.putLong(at, slot == null ? 0 : structure(slot));
        } else if (slot == null) {
            to.putLong(at, 0);
        } else {
            describe(slot, to, at);
        }
    }

    private long structure(NoticeSlot slot) {
        return deviceSlots + (long) slot.index() * SLOT_BYTES;
    }

    private void describe(NoticeSlot slot, ByteBuffer to, int at) {
        long lines = structure(slot);
        to.putLong(at, ring.address())
                .putLong(at + 8, ringSlots - 1L)
                .putLong(at + 16, deviceHead)
                .putLong(at + 24, lines + STARTED_LINE * LINE_BYTES)
                .putLong(at + 32, lines + FINISHED_LINE * LINE_BYTES)
                .putInt(at + 40, slot.index())
                .putInt(at + 44, slot.blocksPerNotice());
    }
}

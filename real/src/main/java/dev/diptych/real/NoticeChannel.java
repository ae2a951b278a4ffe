package dev.diptych.real;

import dev.diptych.model.InputException;
import dev.diptych.model.op.Launch;
import dev.diptych.model.run.Controller;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jcuda.driver.CUstream;
import org.jspecify.annotations.Nullable;

/**
 * One GPU's way of telling which blocks have started and finished: a ring of words in pinned memory, and for each launch in flight a slot
 * with two counters and the structure that the kernel gets, in device memory. Layout and protocol are those of {@code notices.cuh}.
 *
 * <p>A producer cannot see a full ring, so the ring is never allowed to fill: a launch that might overflow it is refused.
 *
 * <p>A slot keeps its structure for the next launch with as many blocks per notice, so that a steady load writes none.
 */
final class NoticeChannel {
    private static final int MOST_LAUNCHES = 4096;
    /** Launches; beyond, the first of them would wait for too long. */
    private static final int MOST_TOLD_TOGETHER = 16;
    /** The structure's 48 bytes and two counters of 4. */
    private static final int SLOT_BYTES = 64;

    private static final int STRUCTURE_BYTES = 48;
    /** After its kernel has ended, a notice takes microseconds to arrive; one that takes this long will not. */
    private static final long LIMIT_NANOS = 1_000_000_000L;

    private static final int MOST_BLOCKS_PER_NOTICE = (1 << 24) - 1;

    /** A launch in flight, and what it has told so far. */
    static final class Slot {
        private final int index;
        private final int blocksPerNotice;
        private long opId;
        private @Nullable CudaStream stream;
        private long sequence;
        private long gridBlocks;
        private long notices;
        private int untoldStarted;
        private int untoldFinished;
        private long started;
        private long finished;
        private long endSeenNanos;
        private boolean endSeen;

        Slot(int index, int blocksPerNotice) {
            this.index = index;
            this.blocksPerNotice = blocksPerNotice;
        }

        /** Returns whether every block's start and end has been told. */
        boolean isComplete() {
            return started == gridBlocks && finished == gridBlocks;
        }

        /**
         * Takes note that its launch is known to have ended at a time.
         *
         * @throws IllegalStateException when that has been so for long, and blocks are still untold
         */
        void requireToldBefore(long nowNanos) {
            if (!endSeen) {
                endSeen = true;
                endSeenNanos = nowNanos;
            }
            if (!isComplete() && nowNanos - endSeenNanos > LIMIT_NANOS) {
                throw new IllegalStateException("a launch has ended, but notices are missing: " + this);
            }
        }

        @Override
        public String toString() {
            return "operation %d: %d blocks, %d started, %d finished".formatted(opId, gridBlocks, started, finished);
        }
    }

    private final Cuda cuda;
    private final int ringSlots;
    private final PinnedMemory ring;
    private final PinnedMemory structures;
    private final long deviceSlots;
    private final long deviceHead;
    private final NoticeReader reader;
    private final @Nullable Slot[] inFlight = new @Nullable Slot[MOST_LAUNCHES];
    private final Map<Integer, Deque<Slot>> freeByBlocksPerNotice = new HashMap<>();
    private final Deque<Integer> unused = new ArrayDeque<>();
    /** Launches with notices that were read and not told. */
    private final List<Slot> touched = new ArrayList<>();
    /** Words that launches in flight may still write or that are not read yet. */
    private long outstandingNotices;

    /** A channel of the GPU whose context is current. */
    NoticeChannel(Cuda cuda, int ringSlots, Cleanup cleanup) {
        this.cuda = cuda;
        this.ringSlots = ringSlots;
        this.ring = PinnedMemory.allocate(cuda, ringSlots * Long.BYTES, cleanup);
        ring.clear();
        this.structures = PinnedMemory.allocate(cuda, MOST_LAUNCHES * SLOT_BYTES, cleanup);
        long bytes = (long) MOST_LAUNCHES * SLOT_BYTES + Long.BYTES;
        DevicePointer memory = cuda.allocate(bytes);
        if (memory == null) {
            throw new InputException("the GPU has no %d bytes left for block notices: free memory".formatted(bytes));
        }
        cleanup.later(() -> cuda.free(memory));
        cuda.clear(memory, bytes);
        this.deviceSlots = memory.address();
        this.deviceHead = memory.address() + (long) MOST_LAUNCHES * SLOT_BYTES;
        this.reader = new NoticeReader(ring.bytes(), ringSlots);
        for (int index = 0; index < MOST_LAUNCHES; index++) {
            unused.add(index);
        }
    }

    /**
     * Checks that a launch's notices have room.
     *
     * @throws InputException when they have not
     */
    void check(Launch launch) {
        if (launch.blocksPerNotice() > MOST_BLOCKS_PER_NOTICE || launch.grid().count() > Integer.MAX_VALUE) {
            throw new InputException(
                    "kernel %s/%s: a launch that reports has at most %d blocks per notice and %d blocks"
                            .formatted(
                                    launch.kernel().module(),
                                    launch.kernel().entry(),
                                    MOST_BLOCKS_PER_NOTICE,
                                    Integer.MAX_VALUE));
        }
        long needed = notices(launch);
        if (outstandingNotices + needed > ringSlots) {
            throw new InputException(
                    "kernel %s/%s: its %d notices and the %d outstanding overflow a ring of %d; raise noticeSlots or blocksPerNotice"
                            .formatted(
                                    launch.kernel().module(),
                                    launch.kernel().entry(),
                                    needed,
                                    outstandingNotices,
                                    ringSlots));
        }
        if (unused.isEmpty() && free(launch.blocksPerNotice()).isEmpty() && !recycleSlot()) {
            throw new InputException(
                    "kernel %s/%s: %d launches that report are in flight already, the most there may be"
                            .formatted(launch.kernel().module(), launch.kernel().entry(), MOST_LAUNCHES));
        }
    }

    /** Takes a slot for a checked launch, ready for whatever runs next in the stream. */
    Slot open(long opId, Launch launch, CudaStream stream, long sequence) {
        Slot slot = free(launch.blocksPerNotice()).poll();
        if (slot == null) {
            slot = new Slot(unused.remove(), launch.blocksPerNotice());
            writeStructure(slot, stream.handle());
        }
        slot.opId = opId;
        slot.stream = stream;
        slot.sequence = sequence;
        slot.gridBlocks = launch.grid().count();
        slot.started = 0;
        slot.finished = 0;
        slot.endSeen = false;
        slot.notices = notices(launch);
        outstandingNotices += slot.notices;
        inFlight[slot.index] = slot;
        return slot;
    }

    /** Returns the address of the structure that a slot's kernel gets. */
    long structureAddress(Slot slot) {
        return deviceSlots + (long) slot.index * SLOT_BYTES;
    }

    /**
     * Tells a controller all notices that have come, those of a launch together, and returns whether there were any. A thousand blocks that end
     * at once are a hundred words in the ring; a controller that heard of each by itself would fall behind the GPU.
     */
    boolean tell(Controller controller, RunClock clock) {
        while (touched.size() < MOST_TOLD_TOGETHER && reader.poll()) {
            Slot slot = count();
            if (slot.untoldStarted + slot.untoldFinished == 0) {
                touched.add(slot);
            }
            slot.untoldStarted += reader.isStart() ? reader.blocks() : 0;
            slot.untoldFinished += reader.isStart() ? 0 : reader.blocks();
        }
        if (touched.isEmpty()) {
            return false;
        }
        clock.advance();
        for (Slot slot : touched) {
            int started = slot.untoldStarted;
            int finished = slot.untoldFinished;
            slot.untoldStarted = 0;
            slot.untoldFinished = 0;
            controller.onBlocks(slot.opId, started, finished);
        }
        touched.clear();
        return true;
    }

    /** Gives back the slot of a launch that has told everything. */
    void close(Slot slot) {
        if (!slot.isComplete()) {
            throw new IllegalStateException("a launch ended with blocks untold: " + slot);
        }
        outstandingNotices -= slot.notices;
        inFlight[slot.index] = null;
        slot.stream = null;
        free(slot.blocksPerNotice).push(slot);
    }

    /** Counts the blocks of the notice that was read last. */
    private Slot count() {
        int index = reader.opSlot();
        @Nullable Slot slot = index < 0 || index >= MOST_LAUNCHES ? null : inFlight[index];
        if (slot == null) {
            throw new IllegalStateException(
                    "a notice of %d blocks is about slot %d, which no launch has".formatted(reader.blocks(), index));
        }
        if (reader.isStart()) {
            slot.started += reader.blocks();
        } else {
            slot.finished += reader.blocks();
        }
        if (slot.started > slot.gridBlocks || slot.finished > slot.gridBlocks) {
            throw new IllegalStateException("more blocks were told than there are, so the ring overflowed: " + slot);
        }
        if (slot.isComplete() && slot.stream != null) {
            slot.stream.endedThrough(slot.sequence);
        }
        return slot;
    }

    private void writeStructure(Slot slot, CUstream stream) {
        int at = slot.index * SLOT_BYTES;
        long device = structureAddress(slot);
        structures
                .bytes()
                .putLong(at, ring.address())
                .putLong(at + 8, ringSlots - 1L)
                .putLong(at + 16, deviceHead)
                .putLong(at + 24, device + STRUCTURE_BYTES)
                .putLong(at + 32, device + STRUCTURE_BYTES + Integer.BYTES)
                .putInt(at + 40, slot.index)
                .putInt(at + 44, slot.blocksPerNotice);
        cuda.copy(device, structures.address() + at, STRUCTURE_BYTES, stream);
    }

    /** Makes a free slot of another number of blocks per notice unused, and returns whether there was one. */
    private boolean recycleSlot() {
        for (Deque<Slot> slots : freeByBlocksPerNotice.values()) {
            Slot slot = slots.poll();
            if (slot != null) {
                unused.add(slot.index);
                return true;
            }
        }
        return false;
    }

    private Deque<Slot> free(int blocksPerNotice) {
        return freeByBlocksPerNotice.computeIfAbsent(blocksPerNotice, unknown -> new ArrayDeque<>());
    }

    /** Returns how many words a launch writes: one for each full or last batch, of starts and of ends. */
    private static long notices(Launch launch) {
        long blocks = launch.grid().count();
        return 2 * ((blocks + launch.blocksPerNotice() - 1) / launch.blocksPerNotice());
    }
}

package dev.diptych.real;

import dev.diptych.kernels.KernelSignature;
import dev.diptych.model.InputException;
import dev.diptych.model.op.Launch;
import dev.diptych.model.run.Controller;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One GPU's way of telling which blocks have started and finished: a ring of words, and a slot for each launch in flight.
 *
 * <p>A producer cannot see a full ring, so the ring is never allowed to fill: a launch that might overflow it is refused.
 */
final class NoticeChannel {
    private static final int MOST_LAUNCHES = 4096;
    /** Launches; beyond, the first of them would wait for too long. */
    private static final int MOST_TOLD_TOGETHER = 16;

    private static final int MOST_BLOCKS_PER_NOTICE = (1 << 24) - 1;

    private final int ringSlots;
    private final BusyStreams streams;
    private final NoticeMemory memory;
    private final NoticeReader reader;
    private final @Nullable NoticeSlot[] inFlight = new @Nullable NoticeSlot[MOST_LAUNCHES];
    private final Deque<NoticeSlot> free = new ArrayDeque<>(MOST_LAUNCHES);
    /** Launches with notices that were read and not told. */
    private final List<NoticeSlot> touched = new ArrayList<>(MOST_TOLD_TOGETHER);
    /** Words that launches in flight may still write or that are not read yet. */
    private long outstandingNotices;

    /**
     * A channel of the GPU whose context is current.
     *
     * @param streams learn of ends by it
     */
    NoticeChannel(Cuda cuda, int ringSlots, BusyStreams streams, Cleanup cleanup) {
        this.ringSlots = ringSlots;
        this.streams = streams;
        this.memory = new NoticeMemory(cuda, ringSlots, MOST_LAUNCHES, cleanup);
        this.reader = new NoticeReader(memory.ring(), ringSlots);
        for (int index = 0; index < MOST_LAUNCHES; index++) {
            free.add(new NoticeSlot(index));
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
        long needed = NoticeSlot.notices(launch.grid().count(), launch.blocksPerNotice());
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
        if (free.isEmpty()) {
            throw new InputException(
                    "kernel %s/%s: %d launches that report are in flight already, the most there may be"
                            .formatted(launch.kernel().module(), launch.kernel().entry(), MOST_LAUNCHES));
        }
    }

    /** Takes a slot for a checked launch, ready for whatever runs next in the stream. */
    NoticeSlot open(long opId, Launch launch, KernelSignature kernel, CudaStream stream, long sequence) {
        NoticeSlot slot = free.pop();
        slot.open(opId, launch.blocksPerNotice(), launch.grid().count(), stream, sequence);
        memory.prepare(kernel, slot, stream.handle());
        outstandingNotices += slot.notices();
        inFlight[slot.index()] = slot;
        return slot;
    }

    /** Writes the last argument of a kernel that reports; null turns reporting off. */
    void writeArgument(KernelSignature kernel, @Nullable NoticeSlot slot, ByteBuffer to, int at) {
        memory.writeArgument(kernel, slot, to, at);
    }

    /**
     * Tells a controller all notices that have come, those of a launch together, and returns whether there were any. A thousand blocks that end
     * at once are a hundred words in the ring; a controller that heard of each by itself would fall behind the GPU.
     */
    boolean tell(Controller controller, RunClock clock) {
        while (touched.size() < MOST_TOLD_TOGETHER && reader.poll()) {
            NoticeSlot slot = slot();
            if (slot.count(reader.isStart(), reader.blocks())) {
                touched.add(slot);
            }
            slot.endIn(streams);
        }
        if (touched.isEmpty()) {
            return false;
        }
        clock.advance();
        for (int i = 0; i < touched.size(); i++) {
            touched.get(i).tell(controller);
        }
        touched.clear();
        return true;
    }

    /** Returns the slot that the notice is about that was read last. */
    private NoticeSlot slot() {
        int index = reader.opSlot();
        NoticeSlot slot = index < 0 || index >= MOST_LAUNCHES ? null : inFlight[index];
        if (slot == null) {
            throw new IllegalStateException(
                    "a notice of %d blocks is about slot %d, which no launch has".formatted(reader.blocks(), index));
        }
        return slot;
    }

    /** Returns whether launches in flight have blocks to tell of. */
    boolean areOutstanding() {
        return outstandingNotices > 0;
    }

    /** Gives back the slot of a launch that has told everything. */
    void close(NoticeSlot slot) {
        slot.close();
        outstandingNotices -= slot.notices();
        inFlight[slot.index()] = null;
        free.push(slot);
    }
}

package dev.diptych.real;

import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.ReadBack;
import dev.diptych.model.run.Controller;
import org.jspecify.annotations.Nullable;

/**
 * Looks what has happened on a GPU and tells the controller: blocks first, then the values and ends of operations, stream by stream. What it
 * costs to find nothing grows with the streams that have a signal to come, and with no others.
 */
final class Teller {
    private final RunClock clock;
    private long movedTimes;
    private long shortenedTimes;

    Teller(RunClock clock) {
        this.clock = clock;
    }

    /** Returns how many operations were moved, their duration kept, to where the host knows them to lie. */
    long movedTimes() {
        return movedTimes;
    }

    /** Returns how many operations were shortened, because the host saw less time pass than the device. */
    long shortenedTimes() {
        return shortenedTimes;
    }

    /** Tells everything that has happened on a GPU, and returns whether there was anything. */
    boolean tell(CudaGpu gpu, Controller controller) {
        DeviceClock deviceClock = gpu.clock();
        if (deviceClock != null && deviceClock.isDue()) {
            gpu.use();
            deviceClock.tick();
        }
        boolean any = gpu.notices().tell(controller, clock);
        BusyStreams busy = gpu.busy();
        busy.look();
        // Those of which it becomes known meanwhile have their turn after arrivals and timers.
        for (int left = busy.ended(); left > 0; left--) {
            any |= tellEnded(gpu, busy.nextEnded(), controller);
        }
        return any;
    }

    private boolean tellEnded(CudaGpu gpu, CudaStream stream, Controller controller) {
        boolean any = false;
        InFlight oldest = stream.oldest();
        while (oldest != null && stream.hasEnded(oldest) && hasToldBlocks(gpu, oldest, controller)) {
            any = true;
            tellEnd(gpu, stream, oldest, controller);
            oldest = stream.oldest();
        }
        return any;
    }

    /**
     * A launch's end is told after all its blocks; the ring may hold words of others before its own that are still on their way. If so, the stream
     * comes again when they have been read. While nothing is missing nothing is read: the controller answers what is told with further launches, whose
     * ends would come in faster than they are told.
     */
    private boolean hasToldBlocks(CudaGpu gpu, InFlight operation, Controller controller) {
        NoticeSlot slot = operation.notices;
        if (slot == null || slot.isComplete()) {
            return true;
        }
        gpu.notices().tell(controller, clock);
        slot.requireToldBefore(clock.sinceEpochNanos());
        return slot.isComplete();
    }

    private void tellEnd(CudaGpu gpu, CudaStream stream, InFlight operation, Controller controller) {
        gpu.use();
        long nowNanos = clock.advance();
        long startNanos = clock.toRunNanos(operation.submittedNanos());
        long endNanos = nowNanos;
        DeviceClock deviceClock = gpu.clock();
        if (deviceClock != null && operation.anchor != null && operation.start != null && operation.end != null) {
            long earliest = Math.max(startNanos, stream.lastEndNanos());
            long duration = deviceClock.durationNanos(operation.start, operation.end);
            long deviceStart = clock.toRunNanos(deviceClock.hostNanos(
                    operation.anchor,
                    operation.start,
                    duration,
                    operation.submittedNanos(),
                    clock.toEpochNanos(nowNanos)));
            Interval known = Interval.within(earliest, nowNanos, deviceStart, duration);
            startNanos = known.startNanos();
            endNanos = known.endNanos();
            movedTimes += known.isMoved() ? 1 : 0;
            shortenedTimes += known.isShortened() ? 1 : 0;
            stream.endedAt(endNanos);
        }
        Bytes value = release(gpu, stream, operation);
        if (value != null) {
            controller.onValue(operation.opId(), value);
        }
        controller.onOpDone(operation.opId(), startNanos, endNanos);
    }

    /** Gives back all that an operation held, and returns what it read. */
    private static @Nullable Bytes release(CudaGpu gpu, CudaStream stream, InFlight operation) {
        gpu.busy().removeOldest(stream);
        operation.setTold();
        DeviceClock deviceClock = gpu.clock();
        if (deviceClock != null && operation.anchor != null) {
            deviceClock.release(operation.anchor);
        }
        EventPool events = operation.start == null ? gpu.plainEvents() : gpu.timedEvents();
        if (operation.start != null) {
            events.giveBack(operation.start);
        }
        if (operation.end != null) {
            events.giveBack(operation.end);
        }
        if (operation.notices != null) {
            gpu.notices().close(operation.notices);
        }
        if (!(operation.op() instanceof ReadBack readBack)) {
            return null;
        }
        PinnedMemory memory = operation.value;
        if (memory == null) {
            return Bytes.EMPTY;
        }
        Bytes value = Bytes.copyOf(memory.bytes().slice(0, (int) readBack.from().bytes()));
        gpu.readBacks().giveBack(memory);
        return value;
    }
}

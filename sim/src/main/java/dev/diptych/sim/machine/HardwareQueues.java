package dev.diptych.sim.machine;

import dev.diptych.model.hw.DispatchSpec;
import dev.diptych.model.run.StreamEntry;
import dev.diptych.sim.engine.EventQueue;
import dev.diptych.sim.engine.Picos;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * The front end of one GPU: streams on hardware queues, from an operation's submission to the signal behind it.
 *
 * <p>Streams share the hardware queues: stream s uses queue s % queues. A queue is first in first out and stands still while its first entry
 * waits, also for streams that could go on: false dependencies (Amert et al.: GPU scheduling on the NVIDIA TX2, RTSS'17, rules G1 to G4;
 * Bakita, Anderson: Demystifying NVIDIA GPU internals, RTAS'24, on channels). The last entry of every operation waits for its end, so a queue
 * has one operation at a time, and the operations of a stream follow each other.
 *
 * <p>An entry occupies the front end, which all queues of the GPU share, at its begin; for the rest of what it takes other queues go on.
 */
final class HardwareQueues {
    private final EventQueue events;
    private final List<ArrayDeque<SimOp>> queues = new ArrayList<>();
    private final long entryPicos;
    private final Map<StreamEntry, Long> latencyPicos = new EnumMap<>(StreamEntry.class);
    private final long startPicos;
    private final Consumer<SimOp> begin;
    private final Consumer<SimOp> drain;
    private final Consumer<SimOp> tell;
    private long freeFromPicos;

    /**
     * @param begin takes operations whose turn it is
     * @param drain takes copies whose signal is next, and gives them to {@link #drained} when their engine has done what it has before it
     * @param tell takes operations that have ended and of whose end the host is told now
     */
    HardwareQueues(
            DispatchSpec spec,
            int count,
            EventQueue events,
            Consumer<SimOp> begin,
            Consumer<SimOp> drain,
            Consumer<SimOp> tell) {
        this.events = events;
        this.begin = begin;
        this.drain = drain;
        this.tell = tell;
        this.entryPicos = Picos.ofNanos(spec.entryNanos());
        this.startPicos = Picos.ofNanos(spec.startNanos());
        latencyPicos.put(StreamEntry.WAIT, Picos.ofNanos(spec.waitNanos()));
        latencyPicos.put(StreamEntry.EVENT, Picos.ofNanos(spec.eventNanos()));
        latencyPicos.put(StreamEntry.SIGNAL, Picos.ofNanos(spec.signalNanos()));
        for (int i = 0; i < count; i++) {
            queues.add(new ArrayDeque<>());
        }
    }

    /** Appends an operation with its entries to its stream. */
    void append(SimOp op) {
        ArrayDeque<SimOp> queue = queueOf(op);
        queue.add(op);
        if (queue.size() == 1) {
            takeUp(op);
        }
    }

    /** Ends the entry that an operation at the head of its queue is at. */
    void entryDone(SimOp op) {
        switch (op.entry()) {
            case WORK -> begin.accept(op);
            case EVENT -> {
                op.stamp(events.nowPicos());
                next(op);
            }
            case WAIT, SIGNAL -> next(op);
        }
    }

    /** Goes on behind an operation that has ended. */
    void ended(SimOp op) {
        next(op);
    }

    /** Signals the end of a copy, whose engine has done all that it had before. */
    void drained(SimOp op) {
        takeUp(op);
    }

    private void next(SimOp op) {
        if (op.nextEntry()) {
            if (op.entry() == StreamEntry.SIGNAL && !op.isLaunch()) {
                drain.accept(op);
            } else {
                takeUp(op);
            }
            return;
        }
        ArrayDeque<SimOp> queue = queueOf(op);
        if (queue.poll() != op) {
            throw new IllegalStateException("operation %d is done but was not its queue's head".formatted(op.id()));
        }
        tell.accept(op);
        SimOp head = queue.peek();
        if (head != null) {
            takeUp(head);
        }
    }

    private void takeUp(SimOp op) {
        long beginPicos = Math.max(freeFromPicos, events.nowPicos());
        freeFromPicos = beginPicos + entryPicos;
        events.add(beginPicos + latencyPicos(op), Event.of(Event.ENTRY, op.id()));
    }

    private long latencyPicos(SimOp op) {
        if (op.entry() == StreamEntry.WORK) {
            return op.isLaunch() ? startPicos : 0;
        }
        return Objects.requireNonNull(latencyPicos.get(op.entry()), op.entry().name());
    }

    private ArrayDeque<SimOp> queueOf(SimOp op) {
        return queues.get(op.stream() % queues.size());
    }
}

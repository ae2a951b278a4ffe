package dev.diptych.sim.machine;

import dev.diptych.model.hw.DispatchSpec;
import dev.diptych.model.run.StreamEntry;
import dev.diptych.sim.engine.EventQueue;
import dev.diptych.sim.engine.Picos;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The front end of one GPU: streams on hardware queues, from an operation's submission to the signal behind it.
 *
 * <p>Streams share the hardware queues: stream s uses queue s % queues. A queue is first in first out and stands still while its first entry
 * waits, also for streams that could go on: false dependencies (Amert et al.: GPU scheduling on the NVIDIA TX2, RTSS'17, rules G1 to G4;
 * Bakita, Anderson: Demystifying NVIDIA GPU internals, RTAS'24, on channels). An operation waits for the one before it in its stream. It leaves its
 * queue behind its last entry; a signal and an event wait for its end, and a launch with nothing behind it leaves as soon as all its blocks are
 * placed (G3).
 *
 * <p>An entry occupies the front end, which all queues of the GPU share, at its begin; for the rest of what it takes other queues go on.
 */
final class HardwareQueues {
    private final EventQueue events;
    /** A stream: its latest operation, and those that have ended and are told together with one that comes. */
    private static final class Stream {
        private @Nullable SimOp last;
        private final ArrayDeque<SimOp> untold = new ArrayDeque<>();
    }

    private final List<ArrayDeque<SimOp>> queues = new ArrayList<>();
    private final Map<Integer, Stream> streams = new HashMap<>();
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
        Stream stream = streams.computeIfAbsent(op.stream(), unused -> new Stream());
        op.before = stream.last;
        if (stream.last != null) {
            stream.last.after = op;
        }
        stream.last = op;
        ArrayDeque<SimOp> queue = queueOf(op);
        queue.add(op);
        if (queue.size() == 1) {
            takeUpHead(queue);
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

    /** Lets a launch go of which all blocks are placed, if it has nothing behind it. */
    void placed(SimOp op) {
        if (op.isAtLastEntry()) {
            leave(op);
        }
    }

    /** Goes on behind an operation that has ended. */
    void ended(SimOp op) {
        if (!op.isAtLastEntry()) {
            next(op);
            return;
        }
        if (!op.isLaunch()) {
            leave(op);
        }
        end(op);
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
        end(op);
        leave(op);
    }

    /** Takes an operation off its queue. */
    private void leave(SimOp op) {
        ArrayDeque<SimOp> queue = queueOf(op);
        if (queue.poll() != op) {
            throw new IllegalStateException("operation %d is done but was not its queue's head".formatted(op.id()));
        }
        takeUpHead(queue);
    }

    /** Tells of an operation that has ended, and lets its stream go on. */
    private void end(SimOp op) {
        Stream stream = Objects.requireNonNull(streams.get(op.stream()));
        stream.untold.add(op);
        while (op.isTold() && !stream.untold.isEmpty()) {
            tell.accept(stream.untold.remove());
        }
        SimOp after = op.after;
        if (after == null) {
            stream.last = null;
            return;
        }
        after.before = null;
        if (queueOf(after).peek() == after) {
            // A launch right behind another one has stood at its queue's head while that ran: the front end knows it by
            // now.
            boolean isFetched =
                    op.isLaunch() && after.isLaunch() && op.isAtLastEntry() && after.entry() == StreamEntry.WORK;
            takeUp(after, isFetched ? startPicos - Math.min(entryPicos, startPicos) : latencyPicos(after));
        }
    }

    /** Checks that everything that has ended has been told, now that nothing can happen any more. */
    void checkTold() {
        for (Stream stream : streams.values()) {
            SimOp untold = stream.untold.peek();
            if (untold != null) {
                throw new IllegalStateException(
                        "operation %d gave no signal, being quiet, and nothing behind it in stream %d did"
                                .formatted(untold.id(), untold.stream()));
            }
        }
    }

    private void takeUpHead(ArrayDeque<SimOp> queue) {
        SimOp head = queue.peek();
        if (head != null && head.before == null) {
            takeUp(head);
        }
    }

    private void takeUp(SimOp op) {
        takeUp(op, latencyPicos(op));
    }

    private void takeUp(SimOp op, long latencyPicos) {
        long beginPicos = Math.max(freeFromPicos, events.nowPicos());
        freeFromPicos = beginPicos + entryPicos;
        events.add(beginPicos + latencyPicos, Event.of(Event.ENTRY, op.id()));
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

package dev.diptych.sim.machine;

import dev.diptych.model.hw.DispatchSpec;
import dev.diptych.model.op.Launch;
import dev.diptych.sim.engine.EventQueue;
import dev.diptych.sim.engine.Picos;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Streams on hardware queues, from an operation's submission to its turn.
 *
 * <p>A stream's operations run one after the other. Streams share the hardware queues: stream s uses queue s % queues, a queue is first
 * in first out, and its head leaves it when it is fully dispatched. So a head that waits for the operation before it in its stream holds up
 * operations of other streams that could run: false dependencies (Amert et al.: GPU scheduling on the NVIDIA TX2, RTSS'17, rules G1 to
 * G4; Bakita, Anderson: Demystifying NVIDIA GPU internals, RTAS'24, on channels).
 */
final class HardwareQueues {
    private static final class Stream {
        private boolean isBusy;
        /** When its last operation ended; the beginning of time for a new stream. */
        private long freeSincePicos = Long.MIN_VALUE;
    }

    private static final class Queue {
        private final ArrayDeque<SimOp> ops = new ArrayDeque<>();
        private boolean isHeadIssued;
        private long headSincePicos;
    }

    private final EventQueue events;
    private final List<Queue> queues = new ArrayList<>();
    private final Map<Integer, Stream> streams = new HashMap<>();
    private final long startPicos;
    private final long gapPicos;
    private final Consumer<SimOp> copies;

    /** @param copies takes the copies whose turn it is */
    HardwareQueues(DispatchSpec spec, int count, EventQueue events, Consumer<SimOp> copies) {
        this.events = events;
        this.copies = copies;
        this.startPicos = Picos.ofNanos(spec.startNanos());
        this.gapPicos = Picos.ofNanos(spec.gapNanos());
        for (int i = 0; i < count; i++) {
            queues.add(new Queue());
        }
    }

    /** Appends an operation to its stream. */
    void append(SimOp op) {
        Queue queue = queueOf(op);
        queue.ops.add(op);
        if (queue.ops.size() == 1) {
            queue.headSincePicos = events.nowPicos();
            issueHead(queue);
        }
    }

    /** Removes the head of a queue, which has been fully dispatched. */
    void dispatched(SimOp op) {
        Queue queue = queueOf(op);
        if (queue.ops.peek() != op) {
            throw new IllegalStateException(
                    "operation %d was dispatched but is not its queue's head".formatted(op.id()));
        }
        queue.ops.remove();
        queue.isHeadIssued = false;
        queue.headSincePicos = events.nowPicos();
        issueHead(queue);
    }

    /** Frees the stream of an operation that has ended. */
    void ended(SimOp op) {
        Stream stream = streamOf(op);
        stream.isBusy = false;
        stream.freeSincePicos = events.nowPicos();
        issueHead(queueOf(op));
    }

    private void issueHead(Queue queue) {
        SimOp head = queue.ops.peek();
        if (head == null || queue.isHeadIssued || streamOf(head).isBusy) {
            return;
        }
        queue.isHeadIssued = true;
        Stream stream = streamOf(head);
        stream.isBusy = true;
        if (head.op() instanceof Launch) {
            // What the front end takes is part of the operation, as it is between two events around a launch.
            head.startPicos = events.nowPicos();
            long readyPicos = Math.max(queue.headSincePicos + startPicos, events.nowPicos());
            if (stream.freeSincePicos != Long.MIN_VALUE) {
                readyPicos = Math.max(readyPicos, stream.freeSincePicos + gapPicos);
            }
            events.add(readyPicos, Event.of(Event.LAUNCHED, head.id()));
        } else {
            copies.accept(head);
        }
    }

    private Queue queueOf(SimOp op) {
        return queues.get(op.stream() % queues.size());
    }

    private Stream streamOf(SimOp op) {
        return streams.computeIfAbsent(op.stream(), stream -> new Stream());
    }
}

package dev.diptych.sim.machine;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.op.Launch;
import dev.diptych.model.run.BlockTrace;
import dev.diptych.model.run.Fingerprint;
import dev.diptych.model.work.Footprint;
import dev.diptych.sim.engine.EventQueue;
import dev.diptych.sim.engine.Picos;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One simulated GPU: its parts, and its events in a queue of its own. Operations come from the host, and notices go there; at equal times, what
 * comes from the host goes first, so the order of events does not hang on how far the host has been simulated.
 */
final class SimGpu {
    /** An operation on its way to its stream. */
    private record Issue(long atPicos, SimOp op) {}

    private final GpuSpec spec;
    private final Contents contents;
    private final EventQueue events = new EventQueue();
    private final Blocks blocks = new Blocks(events);
    private final Crowds crowds = new Crowds(events);
    private final HardwareQueues queues;
    private final BlockDispatcher dispatcher;
    private final CopyEngines copyEngines;
    private final Steps steps;
    private final @Nullable BlockTrace trace;

    /** In the order of the host's calls, which is that of their times. */
    private final ArrayDeque<Issue> inbox = new ArrayDeque<>();

    private final ArrayDeque<SentNotice> outbox = new ArrayDeque<>();
    /** Those that were issued and have not ended, by id. */
    private final Map<Integer, SimOp> ops = new HashMap<>();

    private long nextIssuePicos = EventQueue.NEVER;
    private final Fingerprint hash = new Fingerprint();
    private long eventCount;
    private long lastPicos;

    /**
     * @param hardwareQueues 0 for as many as its specification says
     * @param trace takes the blocks that end; null to let them go
     */
    SimGpu(
            Gpu gpu,
            GpuSpec spec,
            int hardwareQueues,
            Topology topology,
            Contents contents,
            @Nullable BlockTrace trace) {
        this.spec = spec;
        this.contents = contents;
        this.trace = trace;
        int count = hardwareQueues == 0 ? spec.dispatch().hardwareQueues() : hardwareQueues;
        copyEngines = new CopyEngines(spec.dispatch().copyEngines(), events, topology, crowds, this::drained);
        queues = new HardwareQueues(spec.dispatch(), count, events, this::begin, copyEngines::drain, this::tell);
        dispatcher = new BlockDispatcher(spec, events, blocks, this::placed);
        steps = new Steps(gpu, spec, topology, crowds, blocks::sm);
    }

    /**
     * Takes an operation from the host.
     *
     * @param atPicos when it is in its stream with all its entries, not before that of the operation before
     */
    void submit(SimOp op, long atPicos) {
        inbox.add(new Issue(atPicos, op));
        nextIssuePicos = inbox.element().atPicos;
    }

    /** Returns what was sent to the host and not taken yet, in order. */
    ArrayDeque<SentNotice> outbox() {
        return outbox;
    }

    Crowds crowds() {
        return crowds;
    }

    /** Returns the time of the latest event. */
    long nowPicos() {
        return events.nowPicos();
    }

    /** Returns when the next event is due, {@link EventQueue#NEVER} if there is none. */
    long nextPicos() {
        return Math.min(nextIssuePicos, events.nextPicos());
    }

    /** Handles the next event if it is due before a time; returns whether it was. */
    boolean step(long stopPicos) {
        if (events.nextPicos() < Math.min(stopPicos, nextIssuePicos)) {
            long event = events.poll();
            count(event);
            if (handle(Event.type(event), Event.subject(event))) {
                lastPicos = events.nowPicos();
            }
            return true;
        }
        if (nextIssuePicos < stopPicos) {
            issue();
            return true;
        }
        return false;
    }

    private void count(long event) {
        hash.add(events.nowPicos()).add(event);
        eventCount++;
    }

    /** Puts an operation into its stream. */
    private void issue() {
        events.advanceTo(nextIssuePicos);
        SimOp op = inbox.remove().op;
        Issue next = inbox.peek();
        nextIssuePicos = next == null ? EventQueue.NEVER : next.atPicos;
        ops.put(op.id(), op);
        count(Event.of(Event.ISSUED, op.id()));
        lastPicos = events.nowPicos();
        queues.append(op);
    }

    /** Handles an event; returns whether anything happened. */
    private boolean handle(int type, int subject) {
        switch (type) {
            case Event.ENTRY -> queues.entryDone(op(subject));
            case Event.DISPATCH -> dispatcher.wake();
            case Event.BLOCK, Event.WAITED -> proceed(subject);
            case Event.CROWD -> {
                return wake(subject);
            }
            case Event.COPY -> move(op(subject));
            default -> throw new IllegalStateException("no event of a GPU has type " + type);
        }
        return true;
    }

    /** Gives all resident blocks the shares of their pipes that they have from now on. */
    void settle() {
        dispatcher.settle();
    }

    private void begin(SimOp op) {
        if (op.op() instanceof Launch launch) {
            Footprint footprint = Footprint.of(launch, spec.sm());
            dispatcher.append(new Grid(op, launch, footprint, contents.begin(op, launch, spec), steps));
        } else {
            copyEngines.append(op);
        }
    }

    private void placed(Grid grid) {
        int started = grid.toReport(grid.placed());
        if (started > 0) {
            send(new Notice.BlocksMoved(grid.op().id(), started, 0));
        }
        if (grid.isPlaced()) {
            queues.placed(grid.op());
        }
    }

    /** Sends a block into its next phase, or out. */
    private void proceed(int block) {
        if (!blocks.proceed(block)) {
            retire(block);
        }
    }

    private void retire(int block) {
        Grid grid = blocks.grid(block);
        SimOp op = grid.op();
        if (trace != null) {
            trace.add(
                    op.id(),
                    blocks.sm(block),
                    Picos.toNanos(blocks.startPicos(block)),
                    Picos.toNanos(events.nowPicos()));
        }
        grid.retire(steps);
        int ended = grid.toReport(grid.retired());
        if (ended > 0) {
            send(new Notice.BlocksMoved(op.id(), 0, ended));
        }
        if (grid.isRetired()) {
            queues.ended(op);
        }
        dispatcher.retire(block);
    }

    /** Sends the clients of a crowd that are done with their phase onwards; returns false when none can be, at this time. */
    private boolean wake(int crowdId) {
        Crowd crowd = crowds.get(crowdId);
        if (crowd == null || !crowd.wakes(events.nowPicos())) {
            return false;
        }
        while (crowd.hasDone()) {
            int client = crowd.leave();
            if (client >= 0) {
                proceed(client);
            } else {
                endCopy(op(~client));
            }
        }
        return true;
    }

    /** Moves the bytes of a copy, whose latency is over. */
    private void move(SimOp op) {
        if (!copyEngines.move(op)) {
            endCopy(op);
        }
    }

    private void endCopy(SimOp op) {
        contents.end(op);
        queues.ended(op);
        copyEngines.free(op);
    }

    private void drained(SimOp op) {
        queues.drained(op);
    }

    private void tell(SimOp op) {
        send(new Notice.OpEnded(op));
        ops.remove(op.id());
    }

    private void send(Notice notice) {
        outbox.add(new SentNotice(events.nowPicos(), notice));
    }

    private SimOp op(int id) {
        SimOp op = ops.get(id);
        if (op == null) {
            throw new IllegalStateException("operation %d has ended already".formatted(id));
        }
        return op;
    }

    /** Checks that the host was told of everything that has ended, now that nothing can happen any more. */
    void checkTold() {
        queues.checkTold();
    }

    /** Returns the hash of its events: their times, what they were and whom they concerned. */
    long eventHash() {
        return hash.value();
    }

    long eventCount() {
        return eventCount;
    }

    /** Returns when the last thing happened. */
    long lastPicos() {
        return lastPicos;
    }
}

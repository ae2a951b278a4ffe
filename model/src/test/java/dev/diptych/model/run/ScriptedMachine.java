package dev.diptych.model.run;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.Place;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Op;
import dev.diptych.model.op.ReadBack;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.TreeMap;

/** A small real machine for tests: every operation takes 10 ns, one after the other, and a read-back brings its operation's id. */
final class ScriptedMachine implements Backend, Host {
    private static final long OP_NANOS = 10;

    private record Timer(long atNanos, long id) {}

    private final Platform platform;
    private final long seed;
    private final Deque<Long> pendingOps = new ArrayDeque<>();
    private final Deque<Op> pendingWork = new ArrayDeque<>();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>(
            java.util.Comparator.comparingLong(Timer::atNanos).thenComparingLong(Timer::id));
    private long nowNanos;
    private long ops;
    private int buffers;

    ScriptedMachine(Platform platform, long seed) {
        this.platform = platform;
        this.seed = seed;
    }

    @Override
    public void run(Program program, Iterable<Arrival> arrivals) {
        Controller controller = program.start(this);
        drain(controller);
        for (Arrival arrival : arrivals) {
            nowNanos = Math.max(nowNanos, arrival.atNanos());
            controller.onArrival(arrival);
            drain(controller);
        }
    }

    @Override
    public void serve(Program program, LiveRequests requests) {
        Controller controller = program.start(this);
        drain(controller);
        for (long id = 0; !requests.areOver(); ) {
            nowNanos = Math.max(nowNanos, requests.awaitNanos(nowNanos));
            Arrival arrival = requests.poll(id, nowNanos);
            if (arrival != null) {
                id++;
                controller.onArrival(arrival);
                drain(controller);
            }
        }
    }

    private void drain(Controller controller) {
        while (!pendingOps.isEmpty() || !timers.isEmpty()) {
            Timer timer = timers.peek();
            if (pendingOps.isEmpty() && timer != null) {
                timers.remove();
                nowNanos = Math.max(nowNanos, timer.atNanos());
                controller.onTimer(timer.id());
                continue;
            }
            long op = pendingOps.remove();
            Op work = pendingWork.remove();
            nowNanos += OP_NANOS;
            if (work instanceof ReadBack) {
                controller.onValue(op, Bytes.ofLongs(op));
            }
            controller.onOpDone(op, nowNanos - OP_NANOS, nowNanos);
        }
    }

    @Override
    public SortedMap<String, String> facts() {
        return new TreeMap<>();
    }

    @Override
    public void close() {}

    @Override
    public Platform platform() {
        return platform;
    }

    @Override
    public long nowNanos() {
        return nowNanos;
    }

    @Override
    public long seed() {
        return seed;
    }

    @Override
    public Buffer allocate(Place place, long bytes) {
        return new Buffer(buffers++, place, bytes);
    }

    @Override
    public long submit(Gpu gpu, int stream, long requestId, Op op) {
        pendingOps.add(ops);
        pendingWork.add(op);
        return ops++;
    }

    @Override
    public long submitQuietly(Gpu gpu, int stream, long requestId, Op op) {
        return submit(gpu, stream, requestId, op);
    }

    @Override
    public void timer(long timerId, long atNanos) {
        timers.add(new Timer(atNanos, timerId));
    }

    @Override
    public void backgroundTimer(long timerId, long atNanos) {
        timer(timerId, atNanos);
    }

    @Override
    public void finish(long requestId) {}
}

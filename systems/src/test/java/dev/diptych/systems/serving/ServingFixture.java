package dev.diptych.systems.serving;

import dev.diptych.model.config.Binder;
import dev.diptych.model.config.Yaml;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.Place;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.hw.Platforms;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Op;
import dev.diptych.model.run.Arrival;
import dev.diptych.model.run.Controller;
import dev.diptych.model.run.Host;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;

/**
 * System {@code serving} on an H200 that does nothing by itself: a test says when requests arrive, when operations end, and what time it is, and
 * reads what the system did.
 */
public final class ServingFixture implements Host {
    private static final long NANOS_PER_MICRO = 1000;

    private record Submitted(long opId, long requestId, boolean isQuiet) {}

    private record Timer(long id, long atNanos, long order) {}

    private final Controller controller;
    private final Map<Integer, Deque<Submitted>> streams = new TreeMap<>();
    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>(Comparator.comparingLong(Timer::atNanos).thenComparingLong(Timer::order));
    private final List<String> released = new ArrayList<>();
    private final List<Long> finished = new ArrayList<>();
    private final List<Integer> blocksPerNotice = new ArrayList<>();
    private long nowNanos;
    private long requests;
    private long ops;
    private long timersSet;

    /**
     * @param models a YAML list of {@link ServingSettings.Model}
     * @param scheduler a YAML mapping
     */
    public ServingFixture(String models, String scheduler) {
        this(models, scheduler, "");
    }

    /** @param more settings of the system, each with a comma before it */
    public ServingFixture(String models, String scheduler, String more) {
        String yaml = "{models: %s, scheduler: %s%s}".formatted(models, scheduler, more);
        ServingSettings settings = Binder.bind(Yaml.parse(yaml, "test.yaml"), ServingSettings.DEFAULTS);
        controller = new ServingSystem().program(settings).start(this);
    }

    /** Returns a model of kernels that are alike, as YAML. */
    public static String model(String name, int kernels, int blocks, double micros, String more) {
        return "{name: %s, source: {name: chain, kernels: [{blocks: %d, threads: 1024, micros: %s, count: %d}]}%s}"
                .formatted(name, blocks, micros, kernels, more);
    }

    /** Lets so many requests for a model arrive now. */
    public void arrive(int model, int count) {
        for (int i = 0; i < count; i++) {
            controller.onArrival(new Arrival(requests++, nowNanos, model, Bytes.EMPTY));
        }
    }

    /** Moves the time forward, with all timers on the way. */
    public void at(double micros) {
        long untilNanos = Math.round(micros * NANOS_PER_MICRO);
        for (Timer next = timers.peek(); next != null && next.atNanos <= untilNanos; next = timers.peek()) {
            timers.remove();
            nowNanos = Math.max(nowNanos, next.atNanos);
            controller.onTimer(next.id);
        }
        nowNanos = untilNanos;
    }

    /** Ends the oldest operation of a stream that tells, with the quiet ones before it. */
    public void end(int stream) {
        Deque<Submitted> waiting = streams.getOrDefault(stream, new ArrayDeque<>());
        Deque<Submitted> ended = new ArrayDeque<>();
        do {
            if (waiting.isEmpty()) {
                throw new IllegalStateException("stream %d has nothing that tells of its end".formatted(stream));
            }
            ended.add(waiting.remove());
        } while (ended.getLast().isQuiet);
        for (Submitted op : ended) {
            controller.onOpDone(op.opId, nowNanos, nowNanos);
        }
    }

    /** Ends an operation, as the device tells of it, in whatever order. */
    public void endOp(long opId) {
        controller.onOpDone(opId, nowNanos, nowNanos);
    }

    /** Has blocks of an operation start and end. */
    public void move(long opId, int started, int finished) {
        controller.onBlocks(opId, started, finished);
    }

    /** Returns of each operation, in the order of release, how many blocks make a notice; 0 where none do. */
    public List<Integer> blocksPerNotice() {
        return List.copyOf(blocksPerNotice);
    }

    /** Returns what was released since the last call, as {@code request@stream}, with the number of operations in a row if there are several. */
    public List<String> released() {
        List<String> rows = new ArrayList<>();
        int inARow = 0;
        for (int i = 0; i < released.size(); i++) {
            inARow++;
            if (i + 1 == released.size() || !released.get(i + 1).equals(released.get(i))) {
                rows.add(released.get(i) + (inARow > 1 ? "x" + inARow : ""));
                inARow = 0;
            }
        }
        released.clear();
        return rows;
    }

    /** Returns which requests were finished since the last call, those that were rejected included. */
    public List<Long> finished() {
        at((double) nowNanos / NANOS_PER_MICRO);
        List<Long> since = List.copyOf(finished);
        finished.clear();
        return since;
    }

    @Override
    public Platform platform() {
        return Platforms.load("h200");
    }

    @Override
    public long nowNanos() {
        return nowNanos;
    }

    @Override
    public long seed() {
        return 1;
    }

    @Override
    public Buffer allocate(Place place, long bytes) {
        throw new UnsupportedOperationException("chains need no memory");
    }

    @Override
    public long submit(Gpu gpu, int stream, long requestId, Op op) {
        return add(stream, requestId, op, false);
    }

    @Override
    public long submitQuietly(Gpu gpu, int stream, long requestId, Op op) {
        return add(stream, requestId, op, true);
    }

    private long add(int stream, long requestId, Op op, boolean isQuiet) {
        blocksPerNotice.add(op instanceof Launch launch ? launch.blocksPerNotice() : 0);
        released.add(requestId + "@" + stream);
        streams.computeIfAbsent(stream, unused -> new ArrayDeque<>()).add(new Submitted(ops, requestId, isQuiet));
        return ops++;
    }

    @Override
    public void timer(long timerId, long atNanos) {
        timers.add(new Timer(timerId, atNanos, timersSet++));
    }

    @Override
    public void backgroundTimer(long timerId, long atNanos) {
        timer(timerId, atNanos);
    }

    @Override
    public void finish(long requestId) {
        finished.add(requestId);
    }
}

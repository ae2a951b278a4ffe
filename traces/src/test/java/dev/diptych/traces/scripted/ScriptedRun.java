package dev.diptych.traces.scripted;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.Place;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Dim;
import dev.diptych.model.op.Kernel;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Op;
import dev.diptych.model.run.Arrival;
import dev.diptych.model.run.Controller;
import dev.diptych.model.run.Host;
import dev.diptych.model.run.Recording;
import dev.diptych.model.run.RunLog;
import java.util.List;

/** A machine and a system in one, both told by a test what happens next; everything passes through a {@link Recording} into a log. */
public final class ScriptedRun {
    private final RunLog log;
    private final Clock clock;
    private final Controller controller;
    private Host host;

    public ScriptedRun(long seed) {
        log = new RunLog(seed);
        clock = new Clock(seed);
        host = clock;
        controller = Recording.of(
                        recorded -> {
                            host = recorded;
                            return new Listener();
                        },
                        log)
                .start(clock);
    }

    /** Returns a launch of a kernel without arguments. */
    public static Op launch(String module, String entry, int blocks) {
        return new Launch(new Kernel(module, entry, 32, 0), Dim.of(blocks), Dim.of(256), List.of());
    }

    public RunLog log() {
        return log;
    }

    /** Everything that follows happens at a time. */
    public ScriptedRun at(long nanos) {
        clock.nanos = nanos;
        return this;
    }

    public Buffer allocate(Place place, long bytes) {
        return host.allocate(place, bytes);
    }

    public long submit(int gpu, int stream, long request, Op op) {
        return host.submit(new Gpu(gpu), stream, request, op);
    }

    public void timer(long id, long atNanos) {
        host.timer(id, atNanos);
    }

    public void backgroundTimer(long id, long atNanos) {
        host.backgroundTimer(id, atNanos);
    }

    public void finish(long request) {
        host.finish(request);
    }

    public void arrive(long request, long atNanos, int kind, Bytes payload) {
        controller.onArrival(new Arrival(request, atNanos, kind, payload));
    }

    public void blocks(long op, int started, int finished) {
        controller.onBlocks(op, started, finished);
    }

    public void value(long op, Bytes value) {
        controller.onValue(op, value);
    }

    public void rang(long timer) {
        controller.onTimer(timer);
    }

    /** The operation is told as done now. */
    public void done(long op, long startNanos, long endNanos) {
        controller.onOpDone(op, startNanos, endNanos);
    }

    /** A request that one launch on stream 0 of GPU 0 serves: it arrives, is submitted, starts, ends and is finished at these times. */
    public void serve(
            long request, String kernel, long arrivalNanos, long startNanos, long endNanos, long finishNanos) {
        at(arrivalNanos).arrive(request, arrivalNanos, 0, Bytes.EMPTY);
        long op = submit(0, 0, request, launch("test", kernel, 8));
        at(finishNanos).done(op, startNanos, endNanos);
        finish(request);
    }

    private static final class Clock implements Host {
        private final long seed;
        private long nanos;
        private int buffers;
        private long ops;

        Clock(long seed) {
            this.seed = seed;
        }

        @Override
        public Platform platform() {
            throw new AssertionError("a scripted run has no platform");
        }

        @Override
        public long nowNanos() {
            return nanos;
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
            return ops++;
        }

        @Override
        public long submitQuietly(Gpu gpu, int stream, long requestId, Op op) {
            return submit(gpu, stream, requestId, op);
        }

        @Override
        public void timer(long timerId, long atNanos) {}

        @Override
        public void backgroundTimer(long timerId, long atNanos) {}

        @Override
        public void finish(long requestId) {}
    }

    /** Takes everything and does nothing: the test itself decides what is called next. */
    private static final class Listener implements Controller {
        @Override
        public void onArrival(Arrival arrival) {}

        @Override
        public void onOpDone(long opId, long startNanos, long endNanos) {}

        @Override
        public void onBlocks(long opId, int started, int finished) {}

        @Override
        public void onValue(long opId, Bytes value) {}

        @Override
        public void onTimer(long timerId) {}
    }
}

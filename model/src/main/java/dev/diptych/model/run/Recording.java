package dev.diptych.model.run;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.Place;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Op;

/** A program that writes down what it is told and what it does. */
public final class Recording {
    private Recording() {}

    /** Returns a program that behaves as {@code program} and appends everything to {@code log}. */
    public static Program of(Program program, RunLog log) {
        return host -> new RecordingController(program.start(new RecordingHost(host, log)), host, log);
    }

    private record RecordingHost(Host host, RunLog log) implements Host {
        @Override
        public Platform platform() {
            return host.platform();
        }

        @Override
        public long nowNanos() {
            return host.nowNanos();
        }

        @Override
        public long seed() {
            return host.seed();
        }

        @Override
        public Buffer allocate(Place place, long bytes) {
            Buffer buffer = host.allocate(place, bytes);
            log.allocated(host.nowNanos(), place, bytes);
            return buffer;
        }

        @Override
        public long submit(Gpu gpu, int stream, long requestId, Op op) {
            long opId = host.submit(gpu, stream, requestId, op);
            log.submitted(host.nowNanos(), gpu, stream, requestId, op, false);
            return opId;
        }

        @Override
        public long submitQuietly(Gpu gpu, int stream, long requestId, Op op) {
            long opId = host.submitQuietly(gpu, stream, requestId, op);
            log.submitted(host.nowNanos(), gpu, stream, requestId, op, true);
            return opId;
        }

        @Override
        public void timer(long timerId, long atNanos) {
            host.timer(timerId, atNanos);
            log.timerSet(host.nowNanos(), timerId, atNanos);
        }

        @Override
        public void backgroundTimer(long timerId, long atNanos) {
            host.backgroundTimer(timerId, atNanos);
            log.backgroundTimerSet(host.nowNanos(), timerId, atNanos);
        }

        @Override
        public void expectFinish(long requestId, long atNanos) {
            host.expectFinish(requestId, atNanos);
        }

        @Override
        public void finish(long requestId) {
            host.finish(requestId);
            log.finished(host.nowNanos(), requestId);
        }
    }

    private record RecordingController(Controller controller, Host host, RunLog log) implements Controller {
        @Override
        public void onArrival(Arrival arrival) {
            log.arrived(host.nowNanos(), arrival);
            controller.onArrival(arrival);
        }

        @Override
        public void onOpDone(long opId, long startNanos, long endNanos) {
            log.opDone(host.nowNanos(), opId, startNanos, endNanos);
            controller.onOpDone(opId, startNanos, endNanos);
        }

        @Override
        public void onBlocks(long opId, int started, int finished) {
            log.blocks(host.nowNanos(), opId, started, finished);
            controller.onBlocks(opId, started, finished);
        }

        @Override
        public void onValue(long opId, Bytes value) {
            log.value(host.nowNanos(), opId, value);
            controller.onValue(opId, value);
        }

        @Override
        public void onTimer(long timerId) {
            log.timerRang(host.nowNanos(), timerId);
            controller.onTimer(timerId);
        }
    }
}

package dev.diptych.clients;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.Place;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Op;
import dev.diptych.model.op.ReadBack;
import dev.diptych.model.run.Arrival;
import dev.diptych.model.run.Controller;
import dev.diptych.model.run.Host;
import dev.diptych.model.run.Program;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A program that answers requests as it finishes them. What it reads back for a request, in the order in which it comes, is the answer's output.
 *
 * <p>A request that is finished without an operation was rejected, unless one that was served is finished right before it in the same callback: then it was
 * served with that one, in a batch.
 */
record Answering(Program program, Reception reception) implements Program {
    @Override
    public Controller start(Host host) {
        Ledger ledger = new Ledger(reception);
        return new AnsweringController(program.start(new AnsweringHost(host, ledger)), ledger);
    }

    /** What is known of requests that are being served. */
    private static final class Ledger {
        private final Reception reception;
        private final Set<Long> begun = new HashSet<>();
        private final Map<Long, Long> readBacks = new HashMap<>();
        private final Map<Long, Bytes> outputs = new HashMap<>();
        private boolean isLastServed;

        Ledger(Reception reception) {
            this.reception = reception;
        }

        void submitted(long opId, long requestId, Op op) {
            if (requestId == Host.NO_REQUEST) {
                return;
            }
            begun.add(requestId);
            if (op instanceof ReadBack) {
                readBacks.put(opId, requestId);
            }
        }

        void read(long opId, Bytes value) {
            Long requestId = readBacks.remove(opId);
            if (requestId != null) {
                outputs.merge(requestId, value, Ledger::joined);
            }
        }

        private static Bytes joined(Bytes first, Bytes second) {
            ByteBuffer both = ByteBuffer.allocate(Math.addExact(first.size(), second.size()));
            return Bytes.copyOf(both.put(first.buffer()).put(second.buffer()).flip());
        }

        void finished(long requestId) {
            isLastServed |= begun.remove(requestId);
            reception.answer(requestId, isLastServed ? Outcome.SERVED : Outcome.REJECTED, outputs.remove(requestId));
        }

        void beginCallback() {
            isLastServed = false;
        }
    }

    private record AnsweringHost(Host host, Ledger ledger) implements Host {
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
            return host.allocate(place, bytes);
        }

        @Override
        public long submit(Gpu gpu, int stream, long requestId, Op op) {
            long opId = host.submit(gpu, stream, requestId, op);
            ledger.submitted(opId, requestId, op);
            return opId;
        }

        @Override
        public long submitQuietly(Gpu gpu, int stream, long requestId, Op op) {
            long opId = host.submitQuietly(gpu, stream, requestId, op);
            ledger.submitted(opId, requestId, op);
            return opId;
        }

        @Override
        public void timer(long timerId, long atNanos) {
            host.timer(timerId, atNanos);
        }

        @Override
        public void backgroundTimer(long timerId, long atNanos) {
            host.backgroundTimer(timerId, atNanos);
        }

        @Override
        public void expectFinish(long requestId, long atNanos) {
            host.expectFinish(requestId, atNanos);
            ledger.reception.expect(requestId, atNanos - host.nowNanos());
        }

        @Override
        public void finish(long requestId) {
            host.finish(requestId);
            ledger.finished(requestId);
        }
    }

    private record AnsweringController(Controller controller, Ledger ledger) implements Controller {
        @Override
        public void onArrival(Arrival arrival) {
            ledger.beginCallback();
            controller.onArrival(arrival);
        }

        @Override
        public void onOpDone(long opId, long startNanos, long endNanos) {
            ledger.beginCallback();
            controller.onOpDone(opId, startNanos, endNanos);
        }

        @Override
        public void onBlocks(long opId, int started, int finished) {
            ledger.beginCallback();
            controller.onBlocks(opId, started, finished);
        }

        @Override
        public void onValue(long opId, Bytes value) {
            ledger.beginCallback();
            ledger.read(opId, value);
            controller.onValue(opId, value);
        }

        @Override
        public void onTimer(long timerId) {
            ledger.beginCallback();
            controller.onTimer(timerId);
        }
    }
}

package dev.diptych.clients;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** A program's calls, made by hand, and what its clients hear of them. */
class AnsweringTest {
    private static final Gpu GPU = new Gpu(0);
    private static final Op READ_BACK = new ReadBack(new Buffer(0, GPU, 8).all());
    private static final Bytes INPUT = Bytes.ofLongs(1, 2, 3);

    private final Reception reception = new Reception(List.of("m"), Terms.DEFAULTS);
    private final LocalClient client = reception.local();
    private final List<Answer> answers = new ArrayList<>();
    private final ByHand program = new ByHand();
    private final Controller controller = reception.answering(program::start).start(new NoMachine());

    /** Lets so many requests arrive. */
    private void arrive(int count) {
        for (int id = 0; id < count; id++) {
            client.submit(0, INPUT).thenAccept(answers::add);
            Arrival arrival = reception.poll(id, 0);
            assertThat(arrival).isNotNull();
            controller.onArrival(arrival == null ? new Arrival(id, 0, 0, INPUT) : arrival);
        }
    }

    private List<Outcome> outcomes() {
        return answers.stream().map(Answer::outcome).toList();
    }

    @Test
    void givesWhatWasReadBackForARequest() {
        arrive(2);
        program.does = host -> {
            host.submit(GPU, 0, 1, READ_BACK);
            host.submitQuietly(GPU, 0, 0, READ_BACK);
            host.submit(GPU, 0, 1, READ_BACK);
        };
        controller.onTimer(0);
        program.does = host -> {};
        controller.onValue(0, Bytes.ofLongs(10));
        controller.onValue(1, Bytes.ofLongs(20));
        controller.onValue(2, Bytes.ofLongs(30));
        program.does = host -> {
            host.finish(0);
            host.finish(1);
        };
        controller.onOpDone(2, 0, 0);

        assertThat(answers)
                .containsExactly(
                        new Answer(0, Outcome.SERVED, Bytes.ofLongs(20)),
                        new Answer(1, Outcome.SERVED, Bytes.ofLongs(10, 30)));
    }

    @Test
    void givesTheChecksumOfTheInputWhereNothingIsReadBack() {
        arrive(1);
        program.does = host -> host.finish(0);
        controller.onTimer(0);

        CRC32C crc = new CRC32C();
        crc.update(INPUT.buffer());
        assertThat(answers.get(0).output()).isEqualTo(Bytes.ofLongs(crc.getValue()));
    }

    @Test
    void tellsBatchesFromRejections() {
        arrive(5);
        // 0 and 1 in a batch; 2 and 3 rejected, then 4 served.
        program.does = host -> {
            host.submit(GPU, 0, 0, READ_BACK);
            host.finish(0);
            host.finish(1);
        };
        controller.onTimer(0);
        program.does = host -> {
            host.finish(2);
            host.finish(3);
        };
        controller.onTimer(0);
        program.does = host -> {
            host.submit(GPU, 0, 4, READ_BACK);
            host.finish(4);
        };
        controller.onTimer(0);

        assertThat(outcomes())
                .containsExactly(Outcome.SERVED, Outcome.SERVED, Outcome.REJECTED, Outcome.REJECTED, Outcome.SERVED);
    }

    /** What is done at the next callback. */
    private interface Step {
        void on(Host host);
    }

    private static final class ByHand {
        private Step does = host -> {};

        Controller start(Host host) {
            return new Controller() {
                @Override
                public void onArrival(Arrival arrival) {}

                @Override
                public void onOpDone(long opId, long startNanos, long endNanos) {
                    does.on(host);
                }

                @Override
                public void onValue(long opId, Bytes value) {}

                @Override
                public void onTimer(long timerId) {
                    does.on(host);
                }
            };
        }
    }

    /** A host that counts operations and does nothing. */
    private static final class NoMachine implements Host {
        private long ops;

        @Override
        public Platform platform() {
            throw new UnsupportedOperationException("no machine");
        }

        @Override
        public long nowNanos() {
            return 0;
        }

        @Override
        public long seed() {
            return 0;
        }

        @Override
        public Buffer allocate(Place place, long bytes) {
            throw new UnsupportedOperationException("no machine");
        }

        @Override
        public long submit(Gpu gpu, int stream, long requestId, Op op) {
            return ops++;
        }

        @Override
        public long submitQuietly(Gpu gpu, int stream, long requestId, Op op) {
            return ops++;
        }

        @Override
        public void timer(long timerId, long atNanos) {}

        @Override
        public void backgroundTimer(long timerId, long atNanos) {}

        @Override
        public void finish(long requestId) {}
    }
}

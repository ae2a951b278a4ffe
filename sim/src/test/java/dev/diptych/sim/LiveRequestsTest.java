package dev.diptych.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.model.op.Bytes;
import dev.diptych.model.random.Philox;
import dev.diptych.model.run.Arrival;
import dev.diptych.model.run.Controller;
import dev.diptych.model.run.Host;
import dev.diptych.model.run.LiveRequests;
import dev.diptych.model.run.Program;
import dev.diptych.model.work.Phase;
import dev.diptych.sim.work.KernelWork;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that come while a machine is simulated. */
class LiveRequestsTest {
    private static final int REQUESTS = 300;
    private static final List<KernelWork> WORKS = List.of(Fixture.work("wait", Phase.compute(0, 3_000)));

    /** Requests at times that look random, on a clock that moves by steps of its own. */
    private static final class Scripted implements LiveRequests {
        private final long seed;
        private final long mostStepNanos;
        private final List<Arrival> came = new ArrayList<>();
        private long clockNanos;
        private long steps;
        private long nextNanos;

        Scripted(long seed, long mostStepNanos) {
            this.seed = seed;
            this.mostStepNanos = mostStepNanos;
        }

        @Override
        public @Nullable Arrival poll(long requestId, long atNanos) {
            if (came.size() == REQUESTS || atNanos < nextNanos) {
                return null;
            }
            assertThat(requestId).isEqualTo(came.size());
            assertThat(atNanos).isLessThanOrEqualTo(clockNanos);
            came.add(new Arrival(requestId, atNanos, 0, Bytes.EMPTY));
            // Now and then several at once.
            nextNanos += requestId % 7 == 0 ? 0 : Philox.below(5_000, seed, 1, requestId);
            return came.get(came.size() - 1);
        }

        @Override
        public boolean areOver() {
            return came.size() == REQUESTS;
        }

        @Override
        public long awaitNanos(long untilNanos) {
            clockNanos += 1 + Philox.below(mostStepNanos, seed, 2, steps++);
            return clockNanos;
        }
    }

    /** Two kernels a request, one after the other, and a timer at round times, at which requests come, too. */
    private static final class TwoKernels implements Controller {
        private final Host host;
        private final List<Long> requestOf = new ArrayList<>();

        TwoKernels(Host host) {
            this.host = host;
        }

        @Override
        public void onArrival(Arrival arrival) {
            submit(arrival.requestId());
            host.timer(0, (host.nowNanos() / 1000 + 1) * 1000);
        }

        private void submit(long requestId) {
            requestOf.add(requestId);
            host.submit(Fixture.GPU, (int) requestId % 5, requestId, Fixture.launch("wait", 3, 1024));
        }

        @Override
        public void onOpDone(long opId, long startNanos, long endNanos) {
            long requestId = requestOf.get((int) opId);
            if (requestOf.indexOf(requestId) == opId) {
                submit(requestId);
            } else {
                host.finish(requestId);
            }
        }

        @Override
        public void onTimer(long timerId) {}
    }

    private static final Program PROGRAM = TwoKernels::new;

    private static SimBackend backend() {
        return new SimBackend(Fixture.platform(4, 1, 400), 1, SimSettings.DEFAULTS, WORKS);
    }

    private static String hash(SimBackend backend) {
        return backend.facts().getOrDefault("eventHash", "none") + "/"
                + backend.facts().getOrDefault("events", "none");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 40, 3_000, 100_000})
    void haveTheEventsOfRequestsThatWereListed(long mostStepNanos) {
        Scripted scripted = new Scripted(mostStepNanos + 17, mostStepNanos);
        String live;
        try (SimBackend backend = backend()) {
            backend.serve(PROGRAM, scripted);
            live = hash(backend);
        }
        assertThat(scripted.came).hasSize(REQUESTS);

        try (SimBackend backend = backend()) {
            backend.run(PROGRAM, scripted.came);
            assertThat(hash(backend)).isEqualTo(live);
        }
    }

    @Test
    void countFromTheEndOfSetUp() {
        Scripted scripted = new Scripted(3, 500);
        List<Long> arrivedNanos = new ArrayList<>();
        try (SimBackend backend = backend()) {
            backend.serve(
                    host -> {
                        host.submit(Fixture.GPU, 0, Host.NO_REQUEST, Fixture.launch("wait", 1, 32));
                        return new Controller() {
                            @Override
                            public void onArrival(Arrival arrival) {
                                arrivedNanos.add(arrival.atNanos());
                                host.finish(arrival.requestId());
                            }

                            @Override
                            public void onOpDone(long opId, long startNanos, long endNanos) {}
                        };
                    },
                    scripted);
        }
        long setUpNanos = arrivedNanos.get(0) - scripted.came.get(0).atNanos();
        assertThat(setUpNanos).isGreaterThan(3_000);
        for (int i = 0; i < REQUESTS; i++) {
            assertThat(arrivedNanos.get(i) - scripted.came.get(i).atNanos()).isEqualTo(setUpNanos);
        }
    }

    @Test
    void mayNeverCome() {
        try (SimBackend backend = backend()) {
            backend.serve(PROGRAM, new LiveRequests() {
                private int looks;

                @Override
                public @Nullable Arrival poll(long requestId, long atNanos) {
                    looks++;
                    return null;
                }

                @Override
                public boolean areOver() {
                    return looks > 10;
                }

                @Override
                public long awaitNanos(long untilNanos) {
                    return looks * 1000L;
                }
            });
            assertThat(backend.facts()).containsEntry("events", "0");
        }
    }
}

package dev.diptych.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.HostMemory;
import dev.diptych.model.hw.HostSpec;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Copy;
import dev.diptych.model.op.Kernel;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.ReadBack;
import dev.diptych.model.op.Write;
import dev.diptych.model.run.Arrival;
import dev.diptych.model.run.Controller;
import dev.diptych.model.run.Host;
import dev.diptych.model.run.Program;
import dev.diptych.model.work.Phase;
import dev.diptych.sim.work.KernelWork;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostTest {
    private static final KernelWork WAIT = Fixture.work("wait", Phase.compute(0, 10_000));
    private static final List<KernelWork> WORKS = List.of(WAIT);

    private static void run(Program program, Arrival... arrivals) {
        try (SimBackend backend = new SimBackend(Fixture.platform(4), 1, SimSettings.DEFAULTS, WORKS)) {
            backend.run(program, List.of(arrivals));
        }
    }

    private static Arrival request(int id, long atNanos) {
        return new Arrival(id, atNanos, 0, Bytes.EMPTY);
    }

    /** A system that writes down what it is told and finishes requests at once. */
    private static class Log implements Controller {
        private final Host host;
        private final List<String> entries;

        Log(Host host, List<String> entries) {
            this.host = host;
            this.entries = entries;
        }

        @Override
        public void onArrival(Arrival arrival) {
            entries.add("%d: request %d of %d".formatted(host.nowNanos(), arrival.requestId(), arrival.atNanos()));
            host.finish(arrival.requestId());
        }

        @Override
        public void onOpDone(long opId, long startNanos, long endNanos) {
            entries.add("%d: op %d ran %d-%d".formatted(host.nowNanos(), opId, startNanos, endNanos));
        }

        @Override
        public void onTimer(long timerId) {
            entries.add("%d: timer %d".formatted(host.nowNanos(), timerId));
        }
    }

    @Test
    void countsArrivalsFromTheEndOfSetUp() {
        List<String> entries = new ArrayList<>();
        run(
                host -> {
                    host.submit(Fixture.GPU, 0, Host.NO_REQUEST, Fixture.launch("wait", 1, 32));
                    host.timer(0, 0);
                    return new Log(host, entries);
                },
                request(0, 0),
                request(1, 50));
        assertThat(entries)
                .containsExactly(
                        "0: timer 0",
                        "11000: op 0 ran 0-11000",
                        "11000: request 0 of 11000",
                        "11050: request 1 of 11050");
    }

    @Test
    void occupiesTheThreadWithCallbacksAndCalls() {
        HostSpec slow = new HostSpec(1L << 40, 400, 2000, 0, 300, 700);
        Script script =
                Script.run(Fixture.platform(Fixture.gpu(4, Fixture.DISPATCH, Fixture.MEMORY), slow), WORKS, host -> {
                    host.submit(0, Fixture.launch("wait", 1, 32));
                    host.submit(1, Fixture.launch("wait", 1, 32));
                    host.host().timer(7, 1000);
                });
        // Calls reach the GPU at 2300 and 4300 ns; the timer's turn comes when the thread is free.
        assertThat(script.span(0)).isEqualTo(new Script.Span(2_300, 13_300));
        assertThat(script.span(1)).isEqualTo(new Script.Span(4_300, 15_300));
        assertThat(script.told()).containsExactly("timer 7 at 4300 ns");
        assertThat(script.fact("simulatedNanos")).isEqualTo("16300");
    }

    @Test
    void ringsTimersInTheirOrder() {
        Script script = Script.run(Fixture.platform(4), WORKS, host -> {
            host.host().timer(1, 200);
            host.host().timer(2, 100);
            host.host().timer(3, 200);
        });
        assertThat(script.told()).containsExactly("timer 2 at 100 ns", "timer 1 at 200 ns", "timer 3 at 200 ns");
    }

    @Test
    void endsWithoutWaitingForTimersInTheBackground() {
        Script script = Script.run(Fixture.platform(4), WORKS, host -> {
            host.host().backgroundTimer(1, 200);
            host.host().backgroundTimer(2, 1_000_000);
            host.host().timer(3, 300);
        });
        assertThat(script.told()).containsExactly("timer 1 at 200 ns", "timer 3 at 300 ns");
        assertThat(script.fact("simulatedNanos")).isEqualTo("300");
    }

    @Test
    void ringsATimerInTheBackgroundWhileAnOperationRuns() {
        Script script = Script.run(Fixture.platform(4), WORKS, host -> {
            host.submit(0, Fixture.launch("wait", 1, 32));
            host.host().backgroundTimer(1, 5_000);
            host.host().backgroundTimer(2, 20_000);
        });
        assertThat(script.told()).containsExactly("timer 1 at 5000 ns");
        assertThat(script.fact("simulatedNanos")).isEqualTo("11000");
    }

    @Test
    void namesTheRequestThatASystemForgot() {
        Program forgetful = host -> new Controller() {
            @Override
            public void onArrival(Arrival arrival) {
                if (arrival.requestId() != 1) {
                    host.finish(arrival.requestId());
                }
            }

            @Override
            public void onOpDone(long opId, long startNanos, long endNanos) {}
        };
        assertThatThrownBy(() -> run(forgetful, request(0, 0), request(1, 5), request(2, 9)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("request 1 is not finished (2 of 3 requests are)");
    }

    @Test
    void refusesArrivalsOutOfOrder() {
        assertThatThrownBy(() -> run(host -> new Log(host, new ArrayList<>()), request(0, 5), request(1, 4)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("request 1 at 4 ns");
    }

    @Test
    void readsBackWhatWasWrittenAndCopied() {
        Bytes bytes = Bytes.ofInts(1, 2, 3, 4);
        List<Bytes> values = new ArrayList<>();
        Program program = host -> new Log(host, new ArrayList<>()) {
            @Override
            public void onArrival(Arrival arrival) {
                super.onArrival(arrival);
                Buffer device = host.allocate(Fixture.GPU, 1 << 20);
                host.submit(Fixture.GPU, 0, 0, new Write(bytes, device.slice(4, 16)));
                host.submit(Fixture.GPU, 0, 0, new Copy(device.slice(8, 8), device.slice(12, 8)));
                host.submit(Fixture.GPU, 0, 0, new ReadBack(device.slice(4, 16)));
            }

            @Override
            public void onValue(long opId, Bytes value) {
                values.add(value);
            }
        };
        run(program, request(0, 0));
        assertThat(values).containsExactly(Bytes.ofInts(1, 2, 2, 3));
    }

    @Test
    void refusesToReadWhatAKernelWithoutPtxMayHaveWritten() {
        assertThatThrownBy(() -> Script.run(Fixture.platform(4), WORKS, host -> {
                    Buffer device = host.host().allocate(Fixture.GPU, 64);
                    host.submit(0, new Write(Bytes.ofInts(new int[16]), device.all()));
                    host.submit(0, launch(new Arg.I32(0), new Arg.Address(device.slice(32, 32))));
                    host.submit(0, new ReadBack(device.slice(28, 8)));
                }))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("bytes that kernel test/wait computes are read, but no PTX defines it");
    }

    @Test
    void stillKnowsWhatAKernelOnlyReads() {
        Script script = Script.run(Fixture.platform(4), WORKS, host -> {
            Buffer device = host.host().allocate(Fixture.GPU, 64);
            host.submit(0, new Write(Bytes.ofInts(new int[16]), device.all()));
            host.submit(0, launch(new Arg.Address(device.all())));
            host.submit(0, new ReadBack(device.all()));
        });
        assertThat(script.told()).containsExactly("op 2: 64 bytes");
    }

    private static Launch launch(Arg... args) {
        Launch plain = Fixture.launch("wait", 1, 32);
        return new Launch(plain.kernel(), plain.grid(), plain.block(), List.of(args));
    }

    @Test
    void refusesMoreMemoryThanThereIs() {
        assertThatThrownBy(() -> Script.run(Fixture.platform(4), WORKS, host -> {
                    host.host().allocate(Fixture.GPU, 1 << 29);
                    host.host().allocate(Fixture.GPU, (1 << 29) + 1);
                }))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(
                        "gpu0 of platform 'test' has 536870912 of 1073741824 bytes free, but 536870913 more");
    }

    @Test
    void refusesWhatTheGpuCannotRunWhenItIsSubmitted() {
        assertRefused(
                "no kernel is named 'test/other'; a kernel needs PTX, or one of the work models test/wait",
                Fixture.launch("other", 1, 32));
        assertRefused("1056 threads per block", Fixture.launch("wait", 1, 1056));
        Kernel greedy = new Kernel("test", "wait", 300, 0);
        Launch plain = Fixture.launch("wait", 1, 32);
        assertRefused("300 registers per thread", new Launch(greedy, plain.grid(), plain.block(), List.of()));
    }

    private static void assertRefused(String message, Launch launch) {
        assertThatThrownBy(() -> Script.run(Fixture.platform(4), WORKS, host -> {
                    host.submit(0, launch);
                }))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message);
    }

    @Test
    void refusesACopyWithoutALink() {
        assertThatThrownBy(() -> Script.run(Fixture.platform(4), WORKS, host -> {
                    Buffer device = host.host().allocate(Fixture.GPU, 64);
                    Buffer elsewhere = new Buffer(1, new Gpu(1), 64);
                    host.submit(0, new Copy(device.all(), elsewhere.all()));
                }))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no link from gpu0 to gpu1");
    }

    @Test
    void hasTheSameEventsInEachRun() {
        Phase[] phases = {
            Phase.memory(Fixture.GPU, 10_000, 3_000, 3, 0.3),
            Phase.compute(500, 900),
            Phase.memory(HostMemory.HOST, 500, 100, 1, 0)
        };
        List<String> hashes = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            Script script = Script.run(Fixture.platform(16), List.of(Fixture.work("k", phases), WAIT), host -> {
                for (int stream = 0; stream < 40; stream++) {
                    host.submit(
                            stream, Fixture.launch(stream % 3 == 0 ? "wait" : "k", 20 + stream, 64 << (stream % 4)));
                }
            });
            hashes.add(script.fact("eventHash"));
        }
        assertThat(hashes.get(0)).isEqualTo(hashes.get(1));
        // Equal on every JDK and machine; it changes when the model does, never by itself.
        assertThat(hashes.get(0)).isEqualTo("6a7f559ef7386035");
    }
}

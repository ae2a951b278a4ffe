package dev.diptych.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Op;
import dev.diptych.model.run.Arrival;
import dev.diptych.model.run.Controller;
import dev.diptych.model.run.DeviceTimes;
import dev.diptych.model.run.Host;
import dev.diptych.model.work.Phase;
import dev.diptych.sim.work.KernelWork;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Operations without a signal behind them; with one hardware queue, and no events that would stay behind a launch either. */
class QuietSubmissionTest {
    private static final KernelWork WAIT = Fixture.work("wait", Phase.compute(0, 100_000));
    private static final Op BLOCK = Fixture.launch("wait", 1, 32);

    /** Writes down when it is told of what. */
    private record Log(Host host, List<String> told) implements Controller {
        @Override
        public void onArrival(Arrival arrival) {
            host.finish(arrival.requestId());
        }

        @Override
        public void onBlocks(long opId, int started, int finished) {
            told.add("%d: op %d, %d started, %d finished".formatted(host.nowNanos(), opId, started, finished));
        }

        @Override
        public void onOpDone(long opId, long startNanos, long endNanos) {
            told.add("%d: op %d done".formatted(host.nowNanos(), opId));
        }
    }

    /** Submits operations at 0 ns and returns what was told of them. */
    private static List<String> run(Consumer<Host> submit) {
        return run(DeviceTimes.NONE, submit);
    }

    private static List<String> run(DeviceTimes deviceTimes, Consumer<Host> submit) {
        List<String> told = new ArrayList<>();
        SimSettings oneQueue = new SimSettings(1, deviceTimes);
        try (SimBackend backend = new SimBackend(Fixture.platform(4), 1, oneQueue, List.of(WAIT))) {
            backend.run(
                    host -> {
                        submit.accept(host);
                        return new Log(host, told);
                    },
                    List.of(new Arrival(0, 0, 0, Bytes.EMPTY)));
        }
        return told;
    }

    @Test
    void isToldTogetherWithTheNextOperationOfItsStreamThatTells() {
        List<String> told = run(host -> {
            host.submitQuietly(Fixture.GPU, 0, Host.NO_REQUEST, BLOCK);
            host.submitQuietly(Fixture.GPU, 0, Host.NO_REQUEST, BLOCK);
            host.submit(Fixture.GPU, 0, Host.NO_REQUEST, BLOCK);
        });
        // Each takes 1 us to start and 100 us.
        assertThat(told).containsExactly("303000: op 0 done", "303000: op 1 done", "303000: op 2 done");
    }

    @Test
    void isNotToldWithAnOperationOfAnotherStream() {
        List<String> told = run(host -> {
            host.submitQuietly(Fixture.GPU, 0, Host.NO_REQUEST, BLOCK);
            host.submit(Fixture.GPU, 1, Host.NO_REQUEST, BLOCK);
            host.submit(Fixture.GPU, 0, Host.NO_REQUEST, BLOCK);
        });
        assertThat(told).containsExactly("102000: op 1 done", "203000: op 0 done", "203000: op 2 done");
    }

    /** Rule G3: a launch leaves its hardware queue when its last block is placed; a signal behind it stays there up to its end. */
    @ParameterizedTest(name = "quietly: {0}")
    @CsvSource({"true, 2000", "false, 102000"})
    void leavesItsQueueWhenItsBlocksArePlaced(boolean isQuiet, long startNanos) {
        List<String> told = run(host -> {
            if (isQuiet) {
                host.submitQuietly(Fixture.GPU, 0, Host.NO_REQUEST, BLOCK);
            } else {
                host.submit(Fixture.GPU, 0, Host.NO_REQUEST, BLOCK);
            }
            host.submit(Fixture.GPU, 1, Host.NO_REQUEST, Fixture.reporting("wait", 1, 32));
            host.submit(Fixture.GPU, 0, Host.NO_REQUEST, BLOCK);
        });
        assertThat(told).contains("%d: op 1, 1 started, 0 finished".formatted(startNanos));
    }

    /** Where device times are taken, too: the events of the launch in stream 1 and the wait before them take 3 us, and a start 1 us. */
    @Test
    void leavesItsQueueWhereOthersAreTimed() {
        List<String> told = run(DeviceTimes.EVENTS, host -> {
            host.submitQuietly(Fixture.GPU, 0, Host.NO_REQUEST, BLOCK);
            host.submit(Fixture.GPU, 1, Host.NO_REQUEST, Fixture.reporting("wait", 1, 32));
            host.submit(Fixture.GPU, 0, Host.NO_REQUEST, BLOCK);
        });
        assertThat(told.get(0)).endsWith("op 1, 1 started, 0 finished");
        assertThat(Long.parseLong(told.get(0).split(":", -1)[0])).isLessThan(10_000);
    }

    @Test
    void waitsForWhatIsSubmittedBehindItMuchLater() {
        List<String> told = new ArrayList<>();
        try (SimBackend backend =
                new SimBackend(Fixture.platform(4), 1, new SimSettings(1, DeviceTimes.NONE), List.of(WAIT))) {
            backend.run(
                    host -> new Controller() {
                        @Override
                        public void onArrival(Arrival arrival) {
                            host.submitQuietly(Fixture.GPU, 0, Host.NO_REQUEST, BLOCK);
                            host.timer(0, 50_000_000);
                            host.finish(arrival.requestId());
                        }

                        @Override
                        public void onTimer(long timerId) {
                            host.submit(Fixture.GPU, 0, Host.NO_REQUEST, BLOCK);
                        }

                        @Override
                        public void onOpDone(long opId, long startNanos, long endNanos) {
                            told.add("%d: op %d done".formatted(host.nowNanos(), opId));
                        }
                    },
                    List.of(new Arrival(0, 0, 0, Bytes.EMPTY)));
        }
        assertThat(told).containsExactly("50101000: op 0 done", "50101000: op 1 done");
    }

    /** 4 multiprocessors hold 8 blocks of 1024 threads: the twelfth is placed in the second wave. */
    @Test
    void staysInItsQueueWhileBlocksWaitForRoom() {
        List<String> told = run(host -> {
            host.submitQuietly(Fixture.GPU, 0, Host.NO_REQUEST, Fixture.launch("wait", 12, 1024));
            host.submit(Fixture.GPU, 1, Host.NO_REQUEST, Fixture.reporting("wait", 1, 32));
            host.submit(Fixture.GPU, 0, Host.NO_REQUEST, BLOCK);
        });
        // Its last block is placed at 101,003 ns, and the next launch takes 1 us to start.
        assertThat(told).contains("102003: op 1, 1 started, 0 finished");
    }

    @Test
    void isAnErrorWithoutAnythingThatTellsBehindIt() {
        assertThatThrownBy(() -> run(host -> host.submitQuietly(Fixture.GPU, 3, Host.NO_REQUEST, BLOCK)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("operation 0 gave no signal, being quiet, and nothing behind it in stream 3 did");
    }

    /** Reporting takes the block three accesses of 200 cycles at 1 GHz at its start, and again at its end. */
    @Test
    void aLaunchWhoseBlocksReportIsToldByThem() {
        List<String> told =
                run(host -> host.submitQuietly(Fixture.GPU, 0, Host.NO_REQUEST, Fixture.reporting("wait", 1, 32)));
        assertThat(told)
                .containsExactly(
                        "1000: op 0, 1 started, 0 finished",
                        "104300: op 0, 0 started, 1 finished",
                        "104300: op 0 done");
    }
}

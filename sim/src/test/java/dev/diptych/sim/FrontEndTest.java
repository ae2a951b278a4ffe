package dev.diptych.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.model.hw.DispatchSpec;
import dev.diptych.model.hw.HostMemory;
import dev.diptych.model.hw.HostSpec;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.hw.Platforms;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Copy;
import dev.diptych.model.op.Launch;
import dev.diptych.model.run.DeviceTimes;
import dev.diptych.model.work.Phase;
import dev.diptych.sim.work.KernelWork;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What surrounds an operation in its stream, and what it costs. */
class FrontEndTest {
    private static final List<KernelWork> WORKS = List.of(Fixture.work("wait", Phase.compute(0, 100_000)));
    private static final Launch WAIT = Fixture.launch("wait", 1, 32);

    /** A launch starts after 1000 ns, an event takes 100, a wait 500 and a signal 200. */
    private static final DispatchSpec WATCHED = new DispatchSpec(32, 128, 1000, 0, 1000, 100, 500, 200, 0, 1);

    /** The same, and each entry keeps the front end busy for 10 ns. */
    private static final DispatchSpec BUSY = new DispatchSpec(32, 128, 1000, 10, 1000, 100, 500, 200, 0, 1);

    private static Script run(DispatchSpec dispatch, HostSpec host, DeviceTimes times, Consumer<Script> onRequest) {
        return Script.run(
                Fixture.platform(Fixture.gpu(4, dispatch, Fixture.MEMORY), host),
                new SimSettings(0, times),
                WORKS,
                onRequest);
    }

    private static Script run(DispatchSpec dispatch, DeviceTimes times, Consumer<Script> onRequest) {
        return run(dispatch, Fixture.HOST, times, onRequest);
    }

    @Test
    void timesAnOperationFromTheEventBeforeItToTheOneBehindIt() {
        Script script = run(WATCHED, DeviceTimes.EVENTS, host -> {
            host.submit(0, WAIT);
            host.submit(0, WAIT);
        });
        assertThat(script.span(0)).isEqualTo(new Script.Span(600, 600 + 1_000 + 100_000 + 100));
        // Behind the first event come the signal, the next wait and the next event.
        assertThat(script.span(1)).isEqualTo(new Script.Span(101_700 + 200 + 600, 102_500 + 101_100));
    }

    @Test
    void withoutEventsTellsWhenTheHostSubmittedAndWhenItSawTheEnd() {
        Script script = run(WATCHED, new HostSpec(1L << 40, 400, 3000, 50, 0, 70), DeviceTimes.NONE, host -> {
            host.submit(0, WAIT);
            host.submit(0, WAIT);
        });
        assertThat(script.span(0)).isEqualTo(new Script.Span(0, 3_050 + 101_200 + 70));
        assertThat(script.span(1)).isEqualTo(new Script.Span(3_050, 3_050 + 2 * 101_200 + 70));
    }

    @Test
    void doesNotHoldBackACopyThatTheDriverMakesAtOnce() {
        Script script = run(WATCHED, DeviceTimes.EVENTS, host -> {
            Buffer from = host.host().allocate(Fixture.GPU, 64);
            Buffer to = host.host().allocate(Fixture.GPU, 64);
            host.submit(0, new Copy(from.slice(0, 16), to.slice(16, 16)));
            host.submit(1, new Copy(from.slice(0, 8), to.slice(16, 8)));
        });
        assertThat(script.span(0).startNanos()).isEqualTo(600);
        assertThat(script.span(1).startNanos()).isEqualTo(100);
    }

    @Test
    void aStreamThatCopiedWaitsForTheCopiesThatItsEngineWasGivenMeanwhile() {
        // 10 us of latency and 10 us of bytes each; both copies are there from the beginning.
        Script script = run(Fixture.DISPATCH, DeviceTimes.EVENTS, host -> {
            Buffer device = host.host().allocate(Fixture.GPU, 500_000);
            Buffer pinned = host.host().allocate(HostMemory.HOST, 500_000);
            for (int stream = 0; stream < 2; stream++) {
                long from = stream * 250_000L;
                host.submit(stream, new Copy(pinned.slice(from, 250_000), device.slice(from, 250_000)));
                host.submit(stream, WAIT);
            }
        });
        assertThat(script.span(0).endNanos()).isEqualTo(20_000);
        assertThat(script.span(2).endNanos()).isEqualTo(40_000);
        assertThat(script.span(1).startNanos()).isEqualTo(40_000);
        assertThat(script.span(3).startNanos()).isEqualTo(40_000);
    }

    @Test
    void callsTheDriverOnceForEachEntry() {
        HostSpec slow = new HostSpec(1L << 40, 400, 3000, 50, 0, 0);
        Script timed = run(WATCHED, slow, DeviceTimes.EVENTS, host -> host.submit(0, WAIT));
        // A wait, two events and a signal besides the launch.
        assertThat(timed.span(0).startNanos()).isEqualTo(3_000 + 4 * 50 + 600);
    }

    @Test
    void takesUpTheEntriesOfAllStreamsOneAfterTheOther() {
        Script script = run(BUSY, DeviceTimes.EVENTS, host -> {
            for (int stream = 0; stream < 3; stream++) {
                host.submit(stream, WAIT);
            }
        });
        for (int stream = 0; stream < 3; stream++) {
            // Each takes its turn with its wait; they then keep their distance.
            assertThat(script.span(stream).startNanos()).isEqualTo(500 + 100 + 10L * stream);
        }
    }

    @Test
    void aBusyFrontEndDelaysWhoeverIsReady() {
        DispatchSpec slow = new DispatchSpec(32, 128, 1000, 400, 1000, 100, 500, 200, 0, 1);
        Script script = run(slow, DeviceTimes.EVENTS, host -> {
            host.submit(0, WAIT);
            host.submit(1, WAIT);
        });
        // The second stream's wait, taken up at 400, keeps the front end until 800, when the first stream's event is
        // 300 late.
        assertThat(script.span(0).startNanos()).isEqualTo(800 + 100);
        assertThat(script.span(1).startNanos()).isEqualTo(1_200 + 100);
        // Launches are taken up at 1600 and 2000; so the second ends 400 later, when the front end is at the first
        // one's signal.
        assertThat(script.span(0).endNanos()).isEqualTo(1_600 + 1_000 + 100_000 + 100);
        assertThat(script.span(1).endNanos()).isEqualTo(103_400 + 100);
    }

    @Test
    void anH200RunsAChainFasterWithoutEvents() {
        Platform platform = Platforms.load("h200");
        int launches = 50;
        DispatchSpec dispatch = platform.gpus().get(0).dispatch();
        // The launch waits until the event before it leaves the front end.
        double extra = dispatch.waitNanos()
                + 2 * dispatch.eventNanos()
                + Math.max(0, dispatch.entryNanos() - dispatch.eventNanos());
        // Each chain begins with one operation's calls, and the host may see the end of one of them later than the GPU
        // stamps it.
        double ends = 5 * platform.host().callNanos() + platform.host().submitNanos() + extra;
        double difference =
                chainNanos(platform, DeviceTimes.EVENTS, launches) - chainNanos(platform, DeviceTimes.NONE, launches);
        assertThat(difference).isBetween((launches - 1) * extra - ends, (launches - 1) * extra + ends);
        assertThat(difference).isGreaterThan(launches * 3_000.0);
    }

    /** Returns how long a chain of launches of 10 us takes, long enough for the host to be ahead. */
    private static double chainNanos(Platform platform, DeviceTimes times, int launches) {
        List<KernelWork> works = List.of(Fixture.work("wait", Phase.compute(0, 20_000)));
        Script script = Script.run(platform, new SimSettings(0, times), works, host -> {
            for (int i = 0; i < launches; i++) {
                host.submit(0, WAIT);
            }
        });
        return script.span(launches - 1).endNanos() - script.span(0).startNanos();
    }
}

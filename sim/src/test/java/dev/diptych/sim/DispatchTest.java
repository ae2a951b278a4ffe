package dev.diptych.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.model.hw.CacheSpec;
import dev.diptych.model.hw.DispatchSpec;
import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.op.Launch;
import dev.diptych.model.run.DeviceTimes;
import dev.diptych.model.run.Host;
import dev.diptych.model.work.Phase;
import dev.diptych.sim.work.KernelWork;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DispatchTest {
    private static final KernelWork WAIT = Fixture.work("wait", Phase.compute(0, 100_000));
    private static final KernelWork LONG = Fixture.work("long", Phase.compute(0, 1_000_000));
    private static final List<KernelWork> WORKS = List.of(WAIT, LONG);

    @Test
    void runsTheOperationsOfAStreamOneAfterTheOther() {
        Script script = Script.run(platform(4, Fixture.DISPATCH), WORKS, host -> {
            host.submit(0, Fixture.launch("wait", 1, 32));
            host.submit(0, Fixture.launch("wait", 1, 32));
        });
        assertThat(script.span(0)).isEqualTo(new Script.Span(0, 101_000));
        assertThat(script.span(1)).isEqualTo(new Script.Span(101_000, 202_000));
    }

    @Test
    void runsStreamsSideBySide() {
        Script script = Script.run(platform(4, Fixture.DISPATCH), WORKS, host -> {
            host.submit(0, Fixture.launch("wait", 1, 32));
            host.submit(1, Fixture.reporting("wait", 1, 32));
        });
        assertThat(script.blockStartsNanos(1)).containsExactly(1_001L);
        assertThat(script.span(1)).isEqualTo(new Script.Span(0, 101_001));
    }

    @Test
    void startsBlocksAtTheDispatchersRate() {
        // 1000 million blocks per second: 1 ns each; 128 fit at a time.
        Script script = Script.run(
                platform(4, Fixture.DISPATCH), WORKS, host -> host.submit(0, Fixture.reporting("wait", 128, 32)));
        assertThat(script.blockStartsNanos(0))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1_000, 1_127).boxed().toList());
        assertThat(script.span(0)).isEqualTo(new Script.Span(0, 101_127));
    }

    @Test
    void givesTheNextGridOnlyWhatTheFirstLeaves() {
        // 4 SMs hold 8 blocks of 1024 threads. The first grid has 12 of them, so the second waits for the second wave,
        // which leaves 4 free.
        Script script = Script.run(platform(4, Fixture.DISPATCH), WORKS, host -> {
            host.submit(0, Fixture.reporting("wait", 12, 1024));
            host.submit(1, Fixture.reporting("wait", 4, 1024));
        });
        assertThat(script.blockStartsNanos(0))
                .startsWith(1_000L)
                .endsWith(101_000L, 101_001L, 101_002L, 101_003L)
                .hasSize(12);
        assertThat(script.span(0)).isEqualTo(new Script.Span(0, 201_003));
        assertThat(script.blockStartsNanos(1)).containsExactly(101_004L, 101_005L, 101_006L, 101_007L);
        // Its wait behind the first grid is part of it.
        assertThat(script.span(1)).isEqualTo(new Script.Span(0, 201_007));
    }

    @Test
    void keepsToTheOrderOfLaunchesEvenWhenALaterGridWouldFit() {
        // The second grid's block of 1024 threads does not fit beside the first's; the third's would, but stands behind
        // it.
        Script script = Script.run(platform(1, Fixture.DISPATCH), WORKS, host -> {
            host.submit(0, Fixture.launch("wait", 3, 512));
            host.submit(1, Fixture.reporting("wait", 1, 1024));
            host.submit(2, Fixture.reporting("wait", 1, 32));
        });
        assertThat(script.blockStartsNanos(1)).containsExactly(101_000L);
        assertThat(script.blockStartsNanos(2)).containsExactly(101_001L);
    }

    /** 4 multiprocessors hold 8 blocks of 1024 threads, which last 103.3 us each when they report. */
    @Test
    void placesBlocksOfAHighPriorityStreamBeforeAllThatWait() {
        Script script = Script.run(Fixture.platform(4), WORKS, host -> {
            host.submit(0, Fixture.reporting("wait", 9, 1024));
            host.submit(1, Fixture.reporting("wait", 1, 1024));
            host.submit(Host.HIGH_PRIORITY_STREAM + 2, Fixture.reporting("wait", 8, 1024));
        });
        // It comes when one block of the first grid is placed, which goes on to its end; the last of its own takes that
        // one's room.
        assertThat(script.blockStartsNanos(2))
                .containsExactly(1_001L, 1_002L, 1_003L, 1_004L, 1_005L, 1_006L, 1_007L, 104_300L);
        assertThat(script.blockStartsNanos(0))
                .containsExactly(
                        1_000L, 104_301L, 104_302L, 104_303L, 104_304L, 104_305L, 104_306L, 104_307L, 207_600L);
        assertThat(script.blockStartsNanos(1)).containsExactly(207_601L);
    }

    @ParameterizedTest(name = "{0} queues: the 9th stream is taken up at {1} ns and starts its block at {2} ns")
    @CsvSource({"8, 202_000, 203_000", "32, 0, 1_008"})
    void holdsUpAStreamThatSharesAQueueWithAWaitingHead(int queues, long startNanos, long blockNanos) {
        Script script =
                Script.run(platform(16, Fixture.DISPATCH), new SimSettings(queues, DeviceTimes.EVENTS), WORKS, host -> {
                    for (int stream = 0; stream < 8; stream++) {
                        host.submit(stream, Fixture.launch("wait", 1, 32));
                    }
                    // The second launch of stream 0 waits for the first; the ninth stream stands behind it in queue 0
                    // of 8.
                    host.submit(0, Fixture.reporting("wait", 1, 32));
                    host.submit(8, Fixture.reporting("wait", 1, 32));
                });
        assertThat(script.blockStartsNanos(8)).containsExactly(102_000L);
        assertThat(script.span(8)).isEqualTo(new Script.Span(101_000, 202_000));
        assertThat(script.blockStartsNanos(9)).containsExactly(blockNanos);
        assertThat(script.span(9)).isEqualTo(new Script.Span(startNanos, blockNanos + 100_000));
    }

    @Test
    void holdsNoMoreGridsThanItMay() {
        DispatchSpec two = new DispatchSpec(32, 2, 1000, 0, 1000, 0, 0, 0, 0, 1);
        Script script = Script.run(platform(4, two), WORKS, host -> {
            host.submit(0, Fixture.launch("wait", 1, 32));
            host.submit(1, Fixture.launch("long", 1, 32));
            host.submit(2, Fixture.reporting("wait", 1, 32));
        });
        assertThat(script.span(0)).isEqualTo(new Script.Span(0, 101_000));
        assertThat(script.blockStartsNanos(2)).containsExactly(101_000L);
        assertThat(script.span(2)).isEqualTo(new Script.Span(0, 201_000));
    }

    @Test
    void reportsBlocksInBatchesAndTheRestAtTheEnd() {
        Launch plain = Fixture.launch("wait", 10, 1024);
        Launch reporting = new Launch(plain.kernel(), plain.grid(), plain.block(), 0, List.of(), 4);
        Script script = Script.run(platform(4, Fixture.DISPATCH), WORKS, host -> host.submit(0, reporting));
        assertThat(script.told())
                .containsExactly(
                        "op 0: 4 started, 0 finished",
                        "op 0: 4 started, 0 finished",
                        "op 0: 2 started, 0 finished",
                        "op 0: 0 started, 4 finished",
                        "op 0: 0 started, 4 finished",
                        "op 0: 0 started, 2 finished");
    }

    @Test
    void countsTheTimeOfAnEmptyBlock() {
        DispatchSpec slow = new DispatchSpec(32, 128, 1000, 0, 1000, 0, 0, 0, 250, 1);
        KernelWork empty = Fixture.work("empty");
        Script script = Script.run(
                Fixture.platform(Fixture.gpu(1, slow, Fixture.MEMORY), Fixture.HOST),
                List.of(empty),
                host -> host.submit(0, Fixture.launch("empty", 1, 32)));
        assertThat(script.nanos(0)).isEqualTo(1000 + 250);
    }

    /** A machine on which reporting costs nothing, so that times show the dispatcher alone. */
    private static Platform platform(int sms, DispatchSpec dispatch) {
        GpuSpec gpu = Fixture.gpu(sms, dispatch, Fixture.MEMORY);
        CacheSpec free = new CacheSpec(1 << 20, 1 << 20, 128, 32, 32, 16, 1, 0, 64);
        return Fixture.platform(
                new GpuSpec(
                        gpu.name(), sms, gpu.clock(), gpu.sm(), gpu.l1(), free, gpu.slices(), gpu.memory(), dispatch),
                Fixture.HOST);
    }
}

package dev.diptych.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.hw.HostMemory;
import dev.diptych.model.hw.Link;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.hw.Trunk;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Copy;
import dev.diptych.model.op.Launch;
import dev.diptych.model.random.Philox;
import dev.diptych.model.run.DeviceTimes;
import dev.diptych.model.work.Phase;
import dev.diptych.sim.work.KernelWork;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MachineTest {
    private static final Gpu PEER = new Gpu(1);
    private static final Percentage CLOSE = Percentage.withPercentage(0.5);

    /** Two GPUs of 64 SMs: 100 GB/s for kernels and 120 GB/s for copies between them, 10 GB/s for one SM, 2 us latency. */
    private static Platform pair() {
        GpuSpec gpu = Fixture.gpu(64, Fixture.DISPATCH, Fixture.MEMORY);
        return new Platform(
                "pair",
                List.of(gpu, gpu),
                List.of(
                        new Link(PEER, Fixture.GPU, 100, 120, 2000, 5000, 10),
                        new Link(Fixture.GPU, PEER, 100, 120, 2000, 5000, 10)),
                Fixture.HOST);
    }

    @Test
    void readsAPeerOverTheLink() {
        KernelWork narrow = Fixture.work("narrow", Phase.memory(PEER, 4096, 0, 2, 0));
        KernelWork wide = Fixture.work("wide", Phase.memory(PEER, 1_000_000, 0, 1, 0));
        Script script = Script.run(pair(), List.of(narrow, wide), host -> {
            Buffer far = host.host().allocate(PEER, 1_000_000);
            host.submit(0, Fixture.launch("narrow", 1, 1024, far));
            host.submit(0, Fixture.launch("wide", 1, 1024, far));
            host.submit(0, Fixture.launch("wide", 64, 1024, far));
        });
        // 1 us to the first block of an idle GPU, 0.5 us after a predecessor. Besides the latency of its two rounds, a
        // block waits for its bytes, at the 10 GB/s of one SM.
        assertThat(script.nanos(0)).isEqualTo(1000 + 2 * 2000 + 4096 / 10);
        assertThat(script.nanos(1)).isCloseTo(500 + 2000 + 100_000, CLOSE);
        assertThat(script.nanos(2)).isCloseTo(500 + 640_000, CLOSE);
    }

    @Test
    void doesNotSlowAGpuThatSharesNothing() {
        KernelWork local = Fixture.work("local", Phase.memory(Fixture.GPU, 1_000_000, 0, 1, 0));
        KernelWork far = Fixture.work("far", Phase.memory(PEER, 1_000_000, 0, 1, 0));
        List<KernelWork> works = List.of(local, far);
        long alone = Script.run(pair(), works, host -> host.submit(0, Fixture.launch("local", 640, 1024)))
                .nanos(0);
        Script both = Script.run(pair(), works, host -> {
            host.submit(0, Fixture.launch("local", 640, 1024));
            // On its own GPU, "far" is local.
            host.host().submit(PEER, 0, 0, Fixture.launch("far", 640, 1024));
        });
        assertThat(both.nanos(0)).isEqualTo(alone);
        assertThat(both.nanos(1)).isEqualTo(alone);
    }

    @Test
    void copiesBetweenPeers() {
        Script script = Script.run(pair(), List.of(), host -> {
            Buffer from = host.host().allocate(Fixture.GPU, 1_200_000);
            Buffer to = host.host().allocate(PEER, 1_200_000);
            host.submit(0, new Copy(from.all(), to.all()));
        });
        assertThat(script.nanos(0)).isEqualTo(5_000 + 10_000);
    }

    @Test
    void sharesATrunkBetweenLinks() {
        GpuSpec gpu = Fixture.gpu(4, Fixture.DISPATCH, Fixture.MEMORY);
        Platform pair = new Platform(
                "pair",
                List.of(gpu, gpu),
                List.of(
                        new Link(HostMemory.HOST, Fixture.GPU, 20, 25, 1000, 10_000, 2),
                        new Link(HostMemory.HOST, PEER, 20, 25, 1000, 10_000, 2)),
                List.of(new Trunk(List.of(HostMemory.HOST), List.of(Fixture.GPU, PEER), 20, 25)),
                Fixture.HOST);
        Script script = Script.run(pair, List.of(), host -> {
            Buffer pinned = host.host().allocate(HostMemory.HOST, 250_000);
            for (Gpu to : List.of(Fixture.GPU, PEER)) {
                Buffer device = host.host().allocate(to, 250_000);
                host.host().submit(to, 0, 0, new Copy(pinned.all(), device.all()));
            }
        });
        assertThat(script.nanos(0)).isEqualTo(10_000 + 20_000);
        assertThat(script.nanos(1)).isEqualTo(10_000 + 20_000);
    }

    @ParameterizedTest(name = "random launches start and end each block once, seed {0}")
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void startsAndEndsEachBlockOnce(int seed) {
        List<KernelWork> works = new ArrayList<>();
        for (int kernel = 0; kernel < 4; kernel++) {
            List<Phase> phases = new ArrayList<>();
            for (int phase = 0; phase <= kernel; phase++) {
                long draw = Philox.below(1 << 16, seed, 1, kernel * 10L + phase);
                phases.add(
                        draw % 2 == 0
                                ? Phase.compute(draw % 5000, draw % 700)
                                : Phase.memory(
                                        draw % 8 == 1 ? HostMemory.HOST : Fixture.GPU, draw, draw / 3, draw % 5, 0.25));
            }
            works.add(Fixture.work("k" + kernel, phases.toArray(Phase[]::new)));
        }
        int launches = 200;
        long[] expected = new long[launches];
        Script script = Script.run(Fixture.platform(6), new SimSettings(4, DeviceTimes.EVENTS), works, host -> {
            for (int i = 0; i < launches; i++) {
                int blocks = 1 + (int) Philox.below(60, seed, 2, i);
                int threads = 1 + (int) Philox.below(1024, seed, 3, i);
                Launch plain = Fixture.launch("k" + Philox.below(4, seed, 4, i), blocks, threads);
                int batch = 1 + (int) Philox.below(20, seed, 5, i);
                expected[i] = blocks;
                host.submit(
                        (int) Philox.below(12, seed, 6, i),
                        new Launch(plain.kernel(), plain.grid(), plain.block(), 0, List.of(), batch));
            }
        });
        long[] started = new long[launches];
        long[] finished = new long[launches];
        Pattern notice = Pattern.compile("op (\\d+): (\\d+) started, (\\d+) finished");
        for (String told : script.told()) {
            Matcher matcher = notice.matcher(told);
            assertThat(matcher.matches()).as(told).isTrue();
            int op = Integer.parseInt(matcher.group(1));
            started[op] += Long.parseLong(matcher.group(2));
            finished[op] += Long.parseLong(matcher.group(3));
        }
        assertThat(started).isEqualTo(expected);
        assertThat(finished).isEqualTo(expected);
    }

    @Test
    void movesNoMoreBytesThanChannelsCarry() {
        // Everything at once: the last to end cannot end before all bytes have passed the memory, the link and the
        // host's memory.
        KernelWork local = Fixture.work("local", Phase.memory(Fixture.GPU, 500_000, 500_000, 3, 0));
        KernelWork remote = Fixture.work("remote", Phase.memory(HostMemory.HOST, 50_000, 0, 2, 0));
        Script script = Script.run(Fixture.platform(64), List.of(local, remote), host -> {
            for (int stream = 0; stream < 4; stream++) {
                host.submit(stream, Fixture.launch(stream % 2 == 0 ? "local" : "remote", 200, 512));
            }
        });
        long end = 0;
        for (int op = 0; op < 4; op++) {
            end = Math.max(end, script.span(op).endNanos());
        }
        assertThat(end).isGreaterThanOrEqualTo(2L * 200 * 50_000 / 20);
        assertThat(end).isCloseTo(2L * 200 * 50_000 / 20 + 400, Percentage.withPercentage(5));
    }

    @Test
    void forgetsWorkThatDoesNotComeBack() {
        // More distinct phases and copies than are kept: ids of forgotten crowds are used again.
        int distinct = 3000;
        List<KernelWork> works = new ArrayList<>();
        for (int i = 0; i < distinct; i++) {
            works.add(Fixture.work("k" + i, Phase.compute(100L + i, 10), Phase.memory(Fixture.GPU, 100L + i, 0, 1, 0)));
        }
        Script script = Script.run(Fixture.platform(2), works, host -> {
            Buffer buffer = host.host().allocate(Fixture.GPU, 2L * distinct);
            for (int i = 0; i < distinct; i++) {
                host.submit(i % 3, Fixture.launch("k" + i, 4, 64));
                host.submit(i % 3, new Copy(buffer.slice(0, i + 1L), buffer.slice(distinct - 1L, i + 1L)));
            }
        });
        for (int i = 0; i < distinct; i++) {
            // 500 ns to the first block, 500 ns of latency, and at most 4 blocks of 3 us of instructions each on two
            // SMs.
            assertThat(script.nanos(2L * i)).isBetween(1_000L, 7_000L);
        }
    }
}

package dev.diptych.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.HostMemory;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Copy;
import dev.diptych.model.op.Dim;
import dev.diptych.model.op.Kernel;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.ReadBack;
import dev.diptych.model.op.Slice;
import dev.diptych.model.op.Write;
import dev.diptych.model.random.Philox;
import dev.diptych.model.run.BlockTrace;
import dev.diptych.model.work.BlockClass;
import dev.diptych.model.work.Phase;
import dev.diptych.model.work.WorkProfile;
import dev.diptych.sim.work.KernelWork;
import dev.diptych.sim.work.KnownBytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IslandsTest {
    private static final int GPUS = 4;
    /** Four GPUs in both directions could draw 200 GB/s. */
    private static final double AMPLE = 400;

    private static final double SCARCE = 60;
    private static final long BYTES = 1 << 20;

    /** Everything that a run tells. */
    private record Told(String eventHash, List<Script.Span> spans, List<String> values, List<String> blocks) {}

    @ParameterizedTest(name = "{0} threads")
    @ValueSource(ints = {2, 4})
    void simulatesGpusApartLikeOnOneThread(int threads) {
        Platform platform = Fixture.platform(64, GPUS, AMPLE);
        Told alone = run(platform, 1, IslandsTest::launchApart);

        assertThat(run(platform, threads, IslandsTest::launchApart)).isEqualTo(alone);
    }

    @ParameterizedTest(name = "{0} threads")
    @ValueSource(ints = {2, 4})
    void simulatesPeersLikeOnOneThread(int threads) {
        Platform platform = Fixture.platform(64, GPUS, SCARCE);
        Told alone = run(platform, 1, IslandsTest::launchEverything);

        assertThat(run(platform, threads, IslandsTest::launchEverything)).isEqualTo(alone);
    }

    @Test
    void simulatesLikeOnOneThreadWhereCallsTakeNoTime() {
        Platform timed = Fixture.platform(64, GPUS, SCARCE);
        Platform platform = new Platform("instant", timed.gpus(), timed.links(), Fixture.HOST);
        Told alone = run(platform, 1, IslandsTest::launchEverything);

        assertThat(run(platform, 4, IslandsTest::launchEverything)).isEqualTo(alone);
    }

    @Test
    void sharesTheHostsMemoryBetweenGpusThatCouldFillIt() {
        List<Script.Span> ample = copies(AMPLE);
        List<Script.Span> scarce = copies(SCARCE);

        assertThat(ample).allMatch(copy -> copy.endNanos() - copy.startNanos() == 3_000 + 40_000);
        // 100 GB/s of four links, of which the memory has 60: from the first byte to the last.
        long from = scarce.get(0).startNanos() + 3_000;
        assertThat(scarce.get(GPUS - 1).endNanos() - from).isGreaterThan(4_000_000 / 60);
    }

    private static List<Script.Span> copies(double hostGigabytesPerSecond) {
        return run(Fixture.platform(4, GPUS, hostGigabytesPerSecond), 4, script -> {
                    for (int gpu = 0; gpu < GPUS; gpu++) {
                        Buffer from = script.host().allocate(HostMemory.HOST, 1_000_000);
                        Buffer to = script.host().allocate(new Gpu(gpu), 1_000_000);
                        script.host().submit(new Gpu(gpu), 0, 0, new Copy(from.all(), to.all()));
                    }
                })
                .spans;
    }

    @Test
    void refusesAKernelThatGoesWhereNoArgumentPoints() {
        KernelWork far = Fixture.work("far", Phase.memory(new Gpu(1), 4096, 0, 2, 0));

        assertThatThrownBy(() -> Script.run(
                        Fixture.platform(4, 2, AMPLE),
                        List.of(far),
                        script -> script.submit(0, Fixture.launch("far", 1, 32))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("test/far on gpu0 goes to the memory of gpu1");
    }

    /** Launches and copies of all kinds, on their own GPUs. */
    private static void launchApart(Script script) {
        launch(script, 4, Gpu::new);
    }

    /** The same, and each also reads, writes and copies to and from other GPUs. */
    private static void launchEverything(Script script) {
        launch(script, 12, gpu -> new Gpu((gpu + 1) % GPUS));
    }

    private static void launch(Script script, int rounds, IntFunction<Gpu> far) {
        List<String> kernels = List.of("compute", "load", "wait");
        List<Buffer> own = new ArrayList<>();
        List<Buffer> words = new ArrayList<>();
        for (int gpu = 0; gpu < GPUS; gpu++) {
            own.add(script.host().allocate(new Gpu(gpu), BYTES));
            words.add(script.host().allocate(new Gpu(gpu), BYTES));
        }
        Buffer pinned = script.host().allocate(HostMemory.HOST, BYTES);
        for (int round = 0; round < rounds; round++) {
            for (int gpu = 0; gpu < GPUS; gpu++) {
                Gpu at = new Gpu(gpu);
                Buffer here = own.get(gpu);
                Buffer there = own.get(far.apply(gpu).index());
                String kernel = kernels.get((int) Philox.below(kernels.size(), 7, gpu, round));
                int blocks = 500 + (int) Philox.below(1500, 8, gpu, round);
                Launch launch = Fixture.launch(kernel, blocks, 256, here, there);
                script.host().submit(at, round % 3, 0, launch);
                // Its addresses are replayed on the caches of both GPUs.
                script.host().submit(at, 6, 0, copy(here, there, 8 + 8 * (round % 3)));
                if (round % 4 == 2) {
                    script.host().submit(at, 3, 0, new Copy(here.all(), there.all()));
                    script.host().submit(at, 4, 0, new Copy(pinned.all(), here.all()));
                }
                Slice word = words.get(gpu).slice(4L * round, 4);
                Bytes value = Bytes.copyOf(ByteBuffer.allocate(4).putInt(0, 100 * round + gpu));
                script.host().submit(at, 5, 0, new Write(value, word));
                script.host()
                        .submit(
                                at,
                                5,
                                0,
                                new Copy(word, words.get(far.apply(gpu).index()).slice(4L * (rounds + round), 4)));
                script.host().submit(at, 5, 0, new ReadBack(word));
            }
        }
    }

    private static Launch copy(Buffer to, Buffer from, int blocks) {
        return new Launch(
                new Kernel("stream", "stream_copy", 32, 0),
                Dim.of(blocks),
                Dim.of(256),
                List.of(new Arg.Address(to.all()), new Arg.Address(from.all()), new Arg.I64(from.bytes() / 8)));
    }

    private static Told run(Platform platform, int threads, Consumer<Script> onRequest) {
        SimSettings settings =
                SimSettings.DEFAULTS.with(SimSettings.Trace.BLOCKS).with(threads);
        Script script = Script.run(platform, settings, works(), onRequest);
        List<String> blocks = new ArrayList<>();
        BlockTrace.Cursor cursor = script.blocks().orElseThrow().cursor();
        while (cursor.next()) {
            blocks.add("%d %d %d %d".formatted(cursor.op(), cursor.sm(), cursor.startNanos(), cursor.endNanos()));
        }
        return new Told(script.fact("eventHash"), script.spans(), script.told(), blocks);
    }

    private static List<KernelWork> works() {
        return List.of(
                Fixture.work("compute", Phase.compute(4000, 2000)),
                Fixture.work("wait", Phase.compute(0, 1_000)),
                new Loads());
    }

    /** Loads from wherever its arguments are, then computes. */
    private record Loads() implements KernelWork {
        @Override
        public String name() {
            return "test/load";
        }

        @Override
        public String summary() {
            return "loads";
        }

        @Override
        public None defaults() {
            return new None();
        }

        @Override
        public WorkProfile profile(Launch launch, Platform platform, Gpu gpu, KnownBytes bytes) {
            List<Phase> phases = new ArrayList<>();
            for (Arg arg : launch.args()) {
                Buffer buffer = ((Arg.Address) arg).slice().buffer();
                phases.add(Phase.memory(buffer.place(), 4096, 0, 2, 0.25));
            }
            phases.add(Phase.compute(1000, 500));
            return new WorkProfile(List.of(new BlockClass(launch.grid().count(), phases)), List.of());
        }

        @Override
        public Set<Integer> readOnlyArgs() {
            return Set.of(0, 1);
        }
    }
}

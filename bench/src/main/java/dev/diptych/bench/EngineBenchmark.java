package dev.diptych.bench;

import dev.diptych.model.hw.CacheSpec;
import dev.diptych.model.hw.DispatchSpec;
import dev.diptych.model.hw.Frequency;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.hw.HostSpec;
import dev.diptych.model.hw.LatencySpec;
import dev.diptych.model.hw.MemorySpec;
import dev.diptych.model.hw.PipeSpec;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.hw.SliceSpec;
import dev.diptych.model.hw.SmSpec;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Dim;
import dev.diptych.model.op.Kernel;
import dev.diptych.model.op.Launch;
import dev.diptych.model.run.Arrival;
import dev.diptych.model.run.Controller;
import dev.diptych.model.run.Host;
import dev.diptych.model.work.BlockClass;
import dev.diptych.model.work.Phase;
import dev.diptych.model.work.WorkProfile;
import dev.diptych.sim.SimBackend;
import dev.diptych.sim.SimSettings;
import dev.diptych.sim.work.KernelWork;
import dev.diptych.sim.work.KnownBytes;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Question: how many events, and how many blocks, does the whole machine simulate in a second? Baseline: none; the bar is one million
 * blocks in about a second, and ten million events per second. {@code -p trace=NONE,BLOCKS} asks what a trace of the blocks costs, {@code
 * -p gpus=4 -p threads=1,2} what it gains to simulate GPUs side by side; there, the baseline is one thread.
 *
 * <p>A million blocks on GPUs of an H200's size: 132 SMs, 8 blocks of 256 threads on each. Sizes are NVIDIA's, bandwidth
 * and latency the data sheet's and rounded: the figures decide how many events there are, not what they mean.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx1g"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class EngineBenchmark {
    private static final int BLOCKS = 1_000_000;

    /** What the blocks do. */
    public enum Work {
        /** One stretch of loads and stores: a stream copy. */
        STREAM,
        /** Loads, arithmetic, stores. */
        MIXED,
        /** Arithmetic alone, more than the SMs can issue. */
        COMPUTE
    }

    @Param
    public Work work = Work.STREAM;

    /** Each has a kernel of its own, with its part of the blocks. */
    @Param("1")
    public int gpus = 1;

    @Param("1")
    public int threads = 1;

    @Param("NONE")
    public SimSettings.Trace trace = SimSettings.Trace.NONE;

    /** What is counted besides blocks. */
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    @State(Scope.Thread)
    public static class Counts {
        public long events;
    }

    /** Simulates a kernel; the score is in blocks. */
    @Benchmark
    @OperationsPerInvocation(BLOCKS)
    public String blocks(Counts counts) {
        SimSettings settings = SimSettings.DEFAULTS.with(trace).with(threads);
        Platform platform = platform(gpus);
        List<KernelWork> works = all(platform).stream()
                .<KernelWork>map(gpu -> new Fixed(gpu, phases(gpu)))
                .toList();
        try (SimBackend backend = new SimBackend(platform, 1, settings, works)) {
            backend.run(Launches::new, List.of(new Arrival(0, 0, 0, Bytes.EMPTY)));
            counts.events += Long.parseLong(backend.facts().getOrDefault("events", "0"));
            return backend.facts().getOrDefault("eventHash", "");
        }
    }

    private List<Phase> phases(Gpu gpu) {
        return switch (work) {
            case STREAM -> List.of(Phase.memory(gpu, 8192, 8192, 4, 0));
            case MIXED ->
                List.of(
                        Phase.memory(gpu, 16384, 0, 4, 0.5),
                        Phase.compute(4000, 2000),
                        Phase.memory(gpu, 0, 4096, 0, 0));
            case COMPUTE -> List.of(Phase.compute(4000, 2000));
        };
    }

    private static List<Gpu> all(Platform platform) {
        return IntStream.range(0, platform.gpus().size()).mapToObj(Gpu::new).toList();
    }

    private static Platform platform(int gpus) {
        CacheSpec l1 = new CacheSpec(256 << 10, 256 << 10, 128, 32, 32, 4, 1, 40, 128);
        CacheSpec l2 = new CacheSpec(50L << 20, 44L << 20, 128, 32, 32, 16, 1, 265, 38);
        GpuSpec gpu = new GpuSpec(
                "132 SMs",
                132,
                new Frequency(1980),
                new SmSpec(
                        2048,
                        32,
                        65536,
                        256,
                        4,
                        233472,
                        232448,
                        128,
                        1024,
                        new PipeSpec(4, 4, 2, 2, 2, 0.5, 1, 0.5, 0.5),
                        new LatencySpec(4, 8, 18, 33, 29, 60, 24, 20, 0),
                        6),
                l1,
                l2,
                new SliceSpec(9900, 4800, 9900, 100, 2),
                new MemorySpec(141_000_000_000L, 4800, 0.92, 0.92, 0.05, 400, 0.3, 0, 0, 0, 80),
                new DispatchSpec(32, 128, 1660, 0, 2000, 500, 500, 1500, 250, 1));
        return new Platform(
                "bench", Collections.nCopies(gpus, gpu), List.of(), new HostSpec(1L << 40, 400, 2000, 500, 500, 1000));
    }

    private record Launches(Host host) implements Controller {
        @Override
        public void onArrival(Arrival arrival) {
            List<Gpu> gpus = all(host.platform());
            for (Gpu gpu : gpus) {
                Kernel kernel = new Kernel("bench", "fixed" + gpu.index(), 32, 0);
                Dim blocks = Dim.of(BLOCKS / gpus.size());
                host.submit(gpu, 0, arrival.requestId(), new Launch(kernel, blocks, Dim.of(256), List.of()));
            }
            host.finish(arrival.requestId());
        }

        @Override
        public void onOpDone(long opId, long startNanos, long endNanos) {}
    }

    private record Fixed(Gpu gpu, List<Phase> phases) implements KernelWork {
        @Override
        public String name() {
            return "bench/fixed" + gpu.index();
        }

        @Override
        public String summary() {
            return "the same in each block";
        }

        @Override
        public None defaults() {
            return new None();
        }

        @Override
        public WorkProfile profile(Launch launch, Platform platform, Gpu gpu, KnownBytes bytes) {
            return new WorkProfile(List.of(new BlockClass(launch.grid().count(), phases)), List.of());
        }

        @Override
        public Set<Integer> readOnlyArgs() {
            return Set.of();
        }
    }
}

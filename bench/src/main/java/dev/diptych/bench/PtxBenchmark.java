package dev.diptych.bench;

import dev.diptych.kernels.KernelCatalog;
import dev.diptych.model.hw.Platforms;
import dev.diptych.sim.ptx.Counts;
import dev.diptych.sim.ptx.PtxExecutor;
import dev.diptych.sim.ptx.PtxKernel;
import dev.diptych.sim.ptx.PtxLaunch;
import dev.diptych.sim.ptx.PtxOptions;
import dev.diptych.sim.ptx.PtxProgram;
import dev.diptych.sim.ptx.memory.GlobalMemory;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Question: how many thread instructions does the PTX executor execute in a second, on one core? Baseline: the bar is 300 million on the
 * streams and the gather, for comparison of the modes the row without checks or profile.
 *
 * <p>Launches are small enough to stay in the processor's last cache, and are repeated on the same buffers. Loading, which parses and
 * compiles, is measured apart by {@link #load}; what the JVM's own compiler takes is in the warm-up of {@link #run}.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
        value = 2,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx1g"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
public class PtxBenchmark {
    /** What is done besides executing. */
    public enum Observed {
        /** Counts. */
        COUNTED,
        /** Races and uninitialised shared memory are looked for. */
        CHECKED,
        /** Counts are kept by block, and chains of loads followed. */
        PROFILED;

        PtxOptions options() {
            return switch (this) {
                case COUNTED -> PtxOptions.DEFAULT;
                case CHECKED -> PtxOptions.DEFAULT.checked();
                case PROFILED -> PtxOptions.DEFAULT.scheduled(Platforms.gpuModel("h200"));
            };
        }
    }

    /** A launch. */
    @State(Scope.Thread)
    public static class Ready {
        @Param
        public PtxCase kernel = PtxCase.TRIAD;

        @Param
        public Observed observed = Observed.COUNTED;

        private final GlobalMemory memory = new GlobalMemory();
        private PtxLaunch launch = PtxCase.TRIAD.launch(memory);

        /** Fills the buffers. */
        @Setup
        public void prepare() {
            launch = kernel.launch(memory);
        }
    }

    /** What is counted besides launches. */
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    @State(Scope.Thread)
    public static class Done {
        public long threadInstructions;
    }

    /** A module to load. */
    @State(Scope.Thread)
    public static class Text {
        private final String gather = KernelCatalog.load().ptx("gather");
    }

    /** Executes a launch; the score is in launches. */
    @Benchmark
    public Counts run(Ready ready, Done done) {
        Counts counts = PtxExecutor.run(ready.launch, ready.memory, ready.observed.options())
                .counts();
        done.threadInstructions += counts.threadInstructions();
        return counts;
    }

    /** Parses {@code gather.ptx} and compiles its kernel. */
    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    public PtxKernel load(Text text) {
        return PtxProgram.of("gather.ptx", text.gather).kernel("gather_rows");
    }
}

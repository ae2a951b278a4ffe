package dev.diptych.bench;

import dev.diptych.model.config.Binder;
import dev.diptych.model.config.Yaml;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.Place;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.hw.Platforms;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Op;
import dev.diptych.model.run.Arrival;
import dev.diptych.model.run.Controller;
import dev.diptych.model.run.Host;
import dev.diptych.systems.serving.ServingSystem;
import java.util.concurrent.TimeUnit;
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
 * Question: what does it cost the dispatcher to hear that a kernel has ended and to release the next one, with 500 jobs of two models queued, the
 * driver's call left out? Baseline: the bar is 1 us without allocation; Paella's dispatcher in C++ takes a few microseconds. {@code -prof gc} shows
 * allocation; what is left is one job every 256 kernels.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 2,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx1g"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DispatchBenchmark {
    private static final int QUEUED = 500;

    /** The order of jobs. */
    @Param({"fifo", "srpt"})
    public String order = "srpt";

    /** Operations that a model may be owed; 0 for no fairness. */
    @Param({"0", "100"})
    public int fairnessOps;

    private final Calls host = new Calls();
    private Controller serving = start();
    private long arrived;

    private Controller start() {
        String settings = """
                models:
                  - {name: short, source: {name: chain, kernels: [{blocks: 264, threads: 256, micros: 20, count: 256}]}}
                  - {name: long, source: {name: chain, kernels: [{blocks: 1056, threads: 256, micros: 40, count: 256}]}}
                scheduler: {name: paella, order: %s, fairnessOps: %d, blocksPerNotice: 0}
                """.formatted(order, fairnessOps);
        ServingSystem system = new ServingSystem();
        return system.program(Binder.bind(Yaml.parse(settings, "benchmark"), system.defaults()))
                .start(host);
    }

    /** Queues the jobs. */
    @Setup
    public void queue() {
        serving = start();
        for (int i = 0; i < QUEUED; i++) {
            arrive();
        }
    }

    private void arrive() {
        serving.onArrival(new Arrival(arrived, host.nanos, (int) (arrived & 1), Bytes.EMPTY));
        arrived++;
    }

    /** Ends the oldest operation on the GPU; returns how many have been released. */
    @Benchmark
    public long endOneAndReleaseTheNext() {
        host.nanos += 1000;
        serving.onOpDone(host.ended, host.nanos, host.nanos);
        host.ended++;
        if (host.finished > 0) {
            host.finished--;
            arrive();
        }
        return host.submitted;
    }

    /** A host that takes everything and does nothing. */
    private static final class Calls implements Host {
        private final Platform platform = Platforms.load("h200");
        private long nanos;
        private long submitted;
        private long ended;
        private int finished;

        @Override
        public Platform platform() {
            return platform;
        }

        @Override
        public long nowNanos() {
            return nanos;
        }

        @Override
        public long seed() {
            return 0;
        }

        @Override
        public Buffer allocate(Place place, long bytes) {
            throw new UnsupportedOperationException("chains have no memory");
        }

        @Override
        public long submit(Gpu gpu, int stream, long requestId, Op op) {
            return submitted++;
        }

        @Override
        public long submitQuietly(Gpu gpu, int stream, long requestId, Op op) {
            return submitted++;
        }

        @Override
        public void timer(long timerId, long atNanos) {}

        @Override
        public void backgroundTimer(long timerId, long atNanos) {}

        @Override
        public void finish(long requestId) {
            finished++;
        }
    }
}

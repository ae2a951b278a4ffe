package dev.diptych.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.model.config.ConfigNode;
import dev.diptych.model.config.ConfigNode.Mapping;
import dev.diptych.model.config.ConfigNode.Scalar;
import dev.diptych.model.config.Yaml;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.HostMemory;
import dev.diptych.model.hw.Platforms;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Dim;
import dev.diptych.model.op.Kernel;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Write;
import dev.diptych.model.plugin.Plugins;
import dev.diptych.sim.work.KernelWork;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What-if questions, asked of kernels whose bottleneck is known: a kernel takes twice as long when its bottleneck is halved, and as long as
 * before when something is halved that it does not wait for. Parameters are named as a user names them in a platform file, and kernels are
 * launched as a system launches them, so that this holds of any model of time in between.
 *
 * <p>Where a resource is used but does not limit alone, the bounds are wide: half the SMs still ask for most of the memory's bandwidth, and
 * half the clock is half the bandwidth between L2 and SMs, which a stream from memory fills to about a half.
 */
@Tag("long")
class WhatIfTest {
    private static final long MIB = 1 << 20;
    private static final String BOTTLENECKS = Path.of(
                    System.getProperty("basedir", ""), "src/test/resources/dev/diptych/sim/ptx/corpus/bottlenecks.ptx")
            .toString();

    /** What there is to halve, by its parameters in a platform file. */
    enum Resource {
        HBM("gpuModels.h200.memory.peakGigabytesPerSecond"),
        SMS("gpuModels.h200.sms"),
        LINK("linkModels.pcie5.kernelGigabytesPerSecond", "linkModels.pcie5.copyGigabytesPerSecond"),
        REACH("linkModels.pcie5.reachBytes"),
        L2("gpuModels.h200.l2.bytes", "gpuModels.h200.l2.effectiveBytes"),
        CLOCK("gpuModels.h200.clock");

        private final String paths;

        Resource(String... paths) {
            this.paths = String.join(" ", paths);
        }

        List<String> paths() {
            return List.of(paths.split(" ", -1));
        }
    }

    /** From which operation's start to which one's end. */
    record Measured(long first, long last) {}

    /** Kernels by their bottleneck. */
    enum Bound {
        /** Copies 1 GiB, which no cache holds. */
        MEMORY {
            @Override
            Measured submit(Script script) {
                return lone(script, copy(script, 1056, 512 * MIB));
            }
        },
        /** Reads 32 MiB, which the L2 holds and half of it does not, a second time. */
        CACHE {
            @Override
            Measured submit(Script script) {
                Launch read = read(script, 32 * MIB);
                script.submit(0, read);
                return lone(script, read);
            }
        },
        /** Multiplies and adds in registers, in one wave of blocks. */
        COMPUTE {
            @Override
            Measured submit(Script script) {
                int blocks = 132 * 8;
                Buffer out = script.host().allocate(GPU, 4L * 256 * blocks);
                return lone(script, launch(BOTTLENECKS, "multiply_add", blocks, 256, address(out), new Arg.I32(1024)));
            }
        },
        /** Gathers rows of 512 bytes from the host's memory. */
        LINK_GATHER {
            @Override
            Measured submit(Script script) {
                int keys = 1 << 16;
                Buffer out = script.host().allocate(GPU, 512L * keys);
                Buffer table = script.host().allocate(HostMemory.HOST, 1024 * MIB);
                Buffer order = script.host().allocate(GPU, 8L * keys);
                return lone(
                        script,
                        launch(
                                "gather",
                                "gather_rows",
                                132,
                                256,
                                address(out),
                                address(table),
                                address(order),
                                new Arg.I64(keys),
                                new Arg.I64(2 * MIB),
                                new Arg.I32(512),
                                new Arg.Null()));
            }
        },
        /** One thread follows a ring of 1 MiB, more than an L1 holds and less than an L2: each step waits for the one before. */
        LATENCY {
            @Override
            Measured submit(Script script) {
                int lines = 8192;
                int words = 32;
                int[] next = new int[lines * words];
                for (int line = 0; line < lines; line++) {
                    // An odd stride visits every line of a power of two.
                    next[line * words] = (line + 2741) % lines * words;
                }
                Buffer ring = script.host().allocate(GPU, 4L * next.length);
                Buffer out = script.host().allocate(GPU, 4);
                script.submit(0, new Write(Bytes.ofInts(next), ring.all()));
                return lone(
                        script,
                        launch(BOTTLENECKS, "chase", 1, 1, address(ring), address(out), new Arg.I32(4 * lines)));
            }
        },
        /** Fifty small kernels in a row. */
        LAUNCH {
            @Override
            Measured submit(Script script) {
                Launch small = copy(script, 16, 64 * 1024);
                long first = script.submit(0, small);
                for (int i = 2; i < 50; i++) {
                    script.submit(0, small);
                }
                return new Measured(first, script.submit(0, small));
            }
        };

        private static final Gpu GPU = Fixture.GPU;

        abstract Measured submit(Script script);

        private static Measured lone(Script script, Launch launch) {
            long op = script.submit(0, launch);
            return new Measured(op, op);
        }

        private static Launch copy(Script script, int blocks, long bytes) {
            Buffer source = script.host().allocate(GPU, bytes);
            Buffer target = script.host().allocate(GPU, bytes);
            return launch(
                    "stream", "stream_copy", blocks, 256, address(target), address(source), new Arg.I64(bytes / 4));
        }

        private static Launch read(Script script, long bytes) {
            Buffer source = script.host().allocate(GPU, bytes);
            Buffer sink = script.host().allocate(GPU, 4);
            return launch("stream", "stream_read", 1056, 256, address(source), address(sink), new Arg.I64(bytes / 4));
        }

        private static Launch launch(String module, String entry, int blocks, int threads, Arg... args) {
            return new Launch(new Kernel(module, entry, 32, 0), Dim.of(blocks), Dim.of(threads), List.of(args));
        }

        private static Arg address(Buffer buffer) {
            return new Arg.Address(buffer.all());
        }
    }

    private static ConfigNode resource(String name) throws IOException {
        try (InputStream stream = Objects.requireNonNull(Platforms.class.getResourceAsStream(name), name)) {
            return Yaml.parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8), name);
        }
    }

    /** Returns the preset {@code h200}, with what it says of its GPU written out, and some parameters divided. */
    private static ConfigNode platform(List<String> paths, int divisor) throws IOException {
        ConfigNode platform = resource("h200.yaml").with("gpuModels.h200", resource("gpus/h200.yaml"));
        for (String path : paths) {
            ConfigNode value = platform;
            for (String key : path.split("\\.", -1)) {
                value = Objects.requireNonNull(((Mapping) value).entries().get(key), path);
            }
            Scalar number = (Scalar) value;
            BigDecimal divided =
                    new BigDecimal(number.text()).divide(BigDecimal.valueOf(divisor), MathContext.DECIMAL32);
            platform = platform.with(path, new Scalar(path, divided.toPlainString(), number.kind()));
        }
        return platform;
    }

    /** Returns how long a kernel takes when a resource is divided. */
    private static long nanos(Bound kernel, Resource resource, int divisor) throws IOException {
        List<Measured> measured = new ArrayList<>();
        Script script = Script.run(
                Platforms.of(platform(resource.paths(), divisor)),
                Plugins.all(KernelWork.class),
                running -> measured.add(kernel.submit(running)));
        Measured span = measured.get(0);
        return script.span(span.last()).endNanos() - script.span(span.first()).startNanos();
    }

    @ParameterizedTest(name = "half the {1} makes the kernel bound by {0} take {2} to {3} times as long")
    @CsvSource({
        "MEMORY, HBM, 1.90, 2.05",
        "MEMORY, SMS, 1.00, 1.35",
        "MEMORY, LINK, 1.00, 1.01",
        "MEMORY, REACH, 1.00, 1.01",
        "MEMORY, L2, 1.00, 1.05",
        "MEMORY, CLOCK, 1.00, 1.35",
        // Beside its bytes, a launch of a few microseconds takes a while to start and to end; and the slices of the
        // cache, whose rate is given by
        // itself, serve little more than the ports of half the SMs ask for.
        "CACHE, HBM, 1.00, 1.05",
        "CACHE, SMS, 1.04, 2.05",
        "CACHE, LINK, 1.00, 1.01",
        "CACHE, L2, 1.20, 3.00",
        "CACHE, CLOCK, 1.04, 2.05",
        "COMPUTE, HBM, 1.00, 1.02",
        "COMPUTE, SMS, 1.90, 2.05",
        "COMPUTE, LINK, 1.00, 1.01",
        "COMPUTE, L2, 1.00, 1.02",
        "COMPUTE, CLOCK, 1.90, 2.05",
        "LINK_GATHER, HBM, 1.00, 1.05",
        "LINK_GATHER, SMS, 1.00, 1.10",
        "LINK_GATHER, LINK, 1.85, 2.05",
        // From 1 GiB, 10 ns a row over the link: 22 ns more for each that is not within reach.
        "LINK_GATHER, REACH, 1.65, 1.90",
        "LINK_GATHER, L2, 1.00, 1.02",
        "LINK_GATHER, CLOCK, 1.00, 1.10",
        "LATENCY, HBM, 1.00, 1.02",
        "LATENCY, SMS, 1.00, 1.02",
        "LATENCY, LINK, 1.00, 1.01",
        "LATENCY, L2, 1.00, 1.02",
        "LATENCY, CLOCK, 1.90, 2.05",
        "LAUNCH, HBM, 1.00, 1.05",
        "LAUNCH, SMS, 1.00, 1.05",
        "LAUNCH, LINK, 1.00, 1.01",
        "LAUNCH, L2, 1.00, 1.02",
        "LAUNCH, CLOCK, 1.00, 1.50"
    })
    void halvingAResourceSlowsWhatWaitsForIt(Bound kernel, Resource resource, double least, double most)
            throws IOException {
        double whole = nanos(kernel, resource, 1);
        double half = nanos(kernel, resource, 2);
        double quarter = nanos(kernel, resource, 4);
        // Times are whole nanoseconds: what comes before a launch may move its begin, and with it a difference, by one.
        assertThat((half + 1) / whole).isGreaterThanOrEqualTo(least);
        assertThat((half - 1) / whole).isLessThanOrEqualTo(most);
        assertThat(quarter + 1).as("a quarter takes no less than a half").isGreaterThanOrEqualTo(half);
    }
}

package dev.diptych.cli;

import static dev.diptych.cli.CommandLineFixture.diptych;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import dev.diptych.model.config.Binder;
import dev.diptych.model.config.Yaml;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.hw.Platforms;
import dev.diptych.model.plugin.Plugins;
import dev.diptych.model.run.Arrival;
import dev.diptych.model.run.ArrivalsPlugin;
import dev.diptych.model.run.Backend;
import dev.diptych.model.run.BackendPlugin;
import dev.diptych.model.run.Program;
import dev.diptych.model.run.Recording;
import dev.diptych.model.run.Replay;
import dev.diptych.model.run.RunLog;
import dev.diptych.model.run.SystemPlugin;
import dev.diptych.systems.serving.scheduler.SchedulerPlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** System {@code serving} with models that compute, on the simulator. */
@SuppressWarnings({"rawtypes", "unchecked"}) // Plugins of any settings, with their own.
@Tag("long")
class ServingBundlesTest {
    private static final int REQUESTS = 24;
    private static final Platform PLATFORM = Platforms.load("h200");

    private static final String LAYERS = """
            name: small
            input: [3, 8, 8]
            layers:
              - {kind: convolution, name: a, channels: 20, window: [3], padding: [1]}
              - {kind: convolution, channels: 20, window: [1]}
              - {kind: norm, name: b}
              - {kind: add, from: [b, a]}
              - {kind: relu}
              - {kind: global-pool}
              - {kind: dense, channels: 10}
            """;

    /** Two kernels in the manner of TVM: some threads leave early, and the second one's shared memory is the launch's to size. */
    private static final String FOREIGN_PTX = """
            .version 7.0
            .target sm_70
            .address_size 64
            .extern .shared .align 16 .b8 buffer[];
            .visible .entry fused_add_kernel0(.param .u64 sum, .param .u64 placeholder, .param .u64 placeholder1)
            {
                .reg .pred %p<2>; .reg .b32 %r<6>; .reg .f32 %f<4>; .reg .b64 %rd<10>;
                ld.param.u64 %rd1, [sum]; ld.param.u64 %rd2, [placeholder]; ld.param.u64 %rd3, [placeholder1];
                mov.u32 %r1, %ctaid.x; mov.u32 %r2, %tid.x; mad.lo.s32 %r3, %r1, 32, %r2;
                setp.gt.s32 %p1, %r3, 99;
                @%p1 bra DONE;
                cvta.to.global.u64 %rd4, %rd1; cvta.to.global.u64 %rd5, %rd2; cvta.to.global.u64 %rd6, %rd3;
                mul.wide.s32 %rd7, %r3, 4; add.s64 %rd8, %rd5, %rd7; ld.global.nc.f32 %f1, [%rd8];
                add.s64 %rd8, %rd6, %rd7; ld.global.nc.f32 %f2, [%rd8]; add.f32 %f3, %f1, %f2;
                add.s64 %rd8, %rd4, %rd7; st.global.f32 [%rd8], %f3;
            DONE:
                ret;
            }
            .visible .entry reverse_kernel0(.param .u64 out, .param .u64 in)
            {
                .reg .b32 %r<6>; .reg .f32 %f<4>; .reg .b64 %rd<10>;
                ld.param.u64 %rd1, [out]; ld.param.u64 %rd2, [in];
                cvta.to.global.u64 %rd4, %rd1; cvta.to.global.u64 %rd5, %rd2;
                mov.u32 %r2, %tid.x; mul.wide.s32 %rd7, %r2, 4; add.s64 %rd8, %rd5, %rd7; ld.global.f32 %f1, [%rd8];
                mov.u32 %r3, buffer; shl.b32 %r4, %r2, 2; add.s32 %r4, %r3, %r4; st.shared.f32 [%r4], %f1;
                bar.sync 0;
                mov.u32 %r3, buffer; sub.s32 %r4, 99, %r2; shl.b32 %r4, %r4, 2; add.s32 %r4, %r3, %r4; ld.shared.f32 %f1, [%r4];
                add.s64 %rd8, %rd4, %rd7; st.global.f32 [%rd8], %f1;
                ret;
            }
            """;

    private static final String FOREIGN_MODEL = """
            {"storage": [{"name": "data", "size": 100, "stype": "float32"}, {"name": "p0", "size": 100, "stype": "float32"},
             {"name": "null", "size": 100, "stype": "float32"}, {"name": "output", "size": 100, "stype": "float32"}],
             "kernels": [{"name": "fused_add_kernel0", "launch_params": [4, 1, 1, 32, 1, 1], "args": [2, 0, 1]},
             {"name": "reverse_kernel0", "launch_params": [1, 1, 1, 100, 1, 1], "args": [3, 2]}],
             "args": [0, 1], "shared_memory": {"fused_add_kernel0": 4, "reverse_kernel0": 400}}
            """;

    @TempDir
    Path directory;

    @BeforeEach
    void writesModels() throws IOException {
        Files.writeString(directory.resolve("small.yaml"), LAYERS);
        Path foreign = Files.createDirectory(directory.resolve("foreign"));
        Files.writeString(foreign.resolve("model.json"), FOREIGN_MODEL);
        Files.writeString(foreign.resolve("kernels.ptx"), FOREIGN_PTX);
    }

    static Stream<String> schedulers() {
        List<String> settings = new ArrayList<>();
        for (SchedulerPlugin plugin : Plugins.all(SchedulerPlugin.class)) {
            settings.add("{name: %s}".formatted(plugin.name()));
        }
        assertThat(settings).hasSizeGreaterThan(8);
        // Operations of a job in streams of their own are ordered by notices alone.
        settings.add("{name: paella, blocksPerNotice: 3, streamOf: operation}");
        settings.add("{name: triton, maxBatch: 3, maxQueueDelayMicros: 200}");
        return settings.stream();
    }

    private String models(int checkEvery) {
        return """
                [{name: small, instances: 2, source: {name: layers, file: %s, checkEvery: %d}},
                 {name: foreign, instances: 2, source: {name: bundle, directory: %s, checkEvery: %d}}]
                """.formatted(directory.resolve("small.yaml"), checkEvery, directory.resolve("foreign"), checkEvery);
    }

    private static Program program(String models, String scheduler) {
        SystemPlugin system = Plugins.find(SystemPlugin.class, "system", "serving");
        String yaml = "{models: %s, scheduler: %s, warmUps: 1}".formatted(models, scheduler);
        return system.program(Binder.bind(Yaml.parse(yaml, "test.yaml"), system.defaults()));
    }

    private static RunLog run(String models, String scheduler) {
        RunLog log = new RunLog(3);
        BackendPlugin plugin = Plugins.find(BackendPlugin.class, "backend", "sim");
        ArrivalsPlugin process = Plugins.find(ArrivalsPlugin.class, "arrivals", "lognormal");
        String burst = "{count: %d, ratePerSecond: 20000, sigma: 1.5, kinds: [1, 1]}".formatted(REQUESTS);
        Iterable<Arrival> arrivals =
                process.arrivals(Binder.bind(Yaml.parse(burst, "test.yaml"), process.defaults()), 3);
        try (Backend backend = plugin.open(PLATFORM, 3, plugin.defaults())) {
            backend.run(Recording.of(program(models, scheduler), log), arrivals);
            return log;
        }
    }

    private static long readBacks(RunLog log) {
        long readBacks = 0;
        for (int entry = 0; entry < log.entries().rows(); entry++) {
            readBacks += log.kind(entry) == RunLog.Kind.VALUE ? 1 : 0;
        }
        return readBacks;
    }

    /** A wrong result ends the run. */
    @ParameterizedTest
    @MethodSource("schedulers")
    void jobsComputeWhatTheyShould(String scheduler) {
        RunLog log = run(models(1), scheduler);

        // Besides those of each instance and turn of the foreign model, before the first request.
        assertThat(readBacks(log)).isGreaterThan(REQUESTS / 4);
        assertThat(Replay.of(log, PLATFORM, program(models(1), scheduler)).run())
                .isGreaterThan(REQUESTS);
    }

    @Test
    void onlyTheJobsAreCheckedThatAreDue() {
        long all = readBacks(run(models(1), "{name: kernel-by-kernel}"));
        long third = readBacks(run(models(3), "{name: kernel-by-kernel}"));
        long none = readBacks(run(models(0), "{name: kernel-by-kernel}"));

        assertThat(all).isEqualTo(REQUESTS + 4);
        assertThat(third).isBetween(4L + 1, 4L + REQUESTS / 3);
        assertThat(none).isZero();
    }

    @Test
    void wrongResultsEndTheRunInOneLine() throws IOException {
        Path bundle = directory.resolve("small");
        assertThat(diptych("model", "compile", directory.resolve("small.yaml").toString(), "--out", bundle.toString())
                        .err())
                .isEmpty();
        Files.copy(directory.resolve("small/expected.npz"), directory.resolve("expected.npz"));
        // Weights of another seed, and what the first ones make.
        diptych(
                "model",
                "compile",
                directory.resolve("small.yaml").toString(),
                "--out",
                bundle.toString(),
                "--seed",
                "2");
        Files.delete(bundle.resolve("expected.npz"));
        Files.move(directory.resolve("expected.npz"), bundle.resolve("expected.npz"));

        assertThatThrownBy(() -> run(
                        "[{name: small, source: {name: bundle, directory: %s, checkEvery: 1}}, {name: other, source: {name: chain}}]"
                                .formatted(bundle),
                        "{name: paella}"))
                .isInstanceOf(InputException.class)
                .hasMessageMatching(
                        "wrong results of request \\d+, a job of 'small' with \\d+ of \\d+ operations done: result \\d+ of image [01] is .*, but should be .*, give or take .*");
        CommandLineFixture.Said checked = diptych("model", "check", bundle.toString());
        assertThat(checked.code()).isEqualTo(1);
        assertThat(checked.out()).startsWith("pass 0: result ");
    }

    /** Whoever made it. */
    @Test
    void foreignBundlesAreComparedWithThemselves() {
        CommandLineFixture.Said said =
                diptych("model", "check", directory.resolve("foreign").toString(), "--times");

        assertThat(said.err()).isEmpty();
        assertThat(said.out()).contains("4 passes, of which those of the same images are the same", "reverse_kernel0");
        assertThat(said.code()).isZero();
    }
}

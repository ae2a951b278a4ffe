package dev.diptych.cli;

import static dev.diptych.cli.CommandLineFixture.diptych;
import static dev.diptych.cli.CommandLineFixture.experiment;
import static org.assertj.core.api.Assertions.assertThat;

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
import dev.diptych.model.run.RunLog.Kind;
import dev.diptych.model.run.SystemPlugin;
import dev.diptych.systems.serving.scheduler.SchedulerPlugin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** System {@code serving} on the simulator: what every scheduler has to keep to, whoever wrote it. */
@SuppressWarnings({"rawtypes", "unchecked"}) // Plugins of any settings, with their own.
class ServingTest {
    private static final int REQUESTS = 400;
    private static final Platform PLATFORM = Platforms.load("h200");

    /** One operation, many small ones, kernels that fill half of the GPU, and one that is larger than the GPU. */
    private static final List<Integer> KERNELS = List.of(1, 24, 6, 3);

    private static final String MODELS = """
            [{name: single, source: {name: chain, kernels: [{blocks: 4, threads: 128, micros: 30}]}},
             {name: small, source: {name: chain, kernels: [{blocks: 16, threads: 128, micros: 5, count: 24}]},
              priority: 1, deadlineMillis: 5},
             {name: half, source: {name: chain, kernels: [{blocks: 132, threads: 1024, micros: 40, count: 6}]},
              priority: 2, deadlineMillis: 20, instances: 2},
             {name: large, source: {name: chain, kernels: [{blocks: 8, threads: 64, micros: 10, count: 2},
              {blocks: 3000, threads: 1024, micros: 10, count: 1}]}, priority: 1}]
            """;

    @TempDir
    Path directory;

    static Stream<String> schedulers() {
        List<String> settings = new ArrayList<>();
        for (SchedulerPlugin plugin : Plugins.all(SchedulerPlugin.class)) {
            settings.add("{name: %s}".formatted(plugin.name()));
        }
        assertThat(settings).hasSizeGreaterThan(8);
        // Where the defaults leave something out.
        settings.add(
                "{name: triton, instances: 2, maxBatch: 6, preferredBatches: [4], maxQueueDelayMicros: 300, slots: 3}");
        settings.add("{name: triton, overheadMicros: 400}");
        settings.add("{name: clipper, maxBatch: 8, replicas: 2, delayMicros: 200, sloMillis: 2}");
        settings.add("{name: clockwork, sloMillis: 8, aheadMillis: 1, windowMillis: 0.5}");
        settings.add("{name: k-edf, running: 2, inFlight: 3, perSignal: 2, streams: 3}");
        settings.add("{name: orion, smThreshold: 10, throttleMicros: 50, measuredJobs: 0}");
        settings.add("{name: reef, depth: 1}");
        settings.add(
                "{name: paella, blocksPerNotice: 0, extraKernels: 0, gate: per-sm, order: round-robin, streams: 2}");
        settings.add("{name: paella, blocksPerNotice: 1, fairnessOps: 3, streamOf: operation}");
        return settings.stream();
    }

    private record Run(RunLog log, String eventHash, long simulatedNanos) {}

    private static Program program(String scheduler) {
        SystemPlugin system = Plugins.find(SystemPlugin.class, "system", "serving");
        String yaml = "{models: %s, scheduler: %s}".formatted(MODELS, scheduler);
        return system.program(Binder.bind(Yaml.parse(yaml, "test.yaml"), system.defaults()));
    }

    private static Run run(String scheduler, long seed) {
        RunLog log = new RunLog(seed);
        BackendPlugin plugin = Plugins.find(BackendPlugin.class, "backend", "sim");
        ArrivalsPlugin process = Plugins.find(ArrivalsPlugin.class, "arrivals", "lognormal");
        String burst = "{count: %d, ratePerSecond: 4000, sigma: 1.5, kinds: [4, 3, 2, 1]}".formatted(REQUESTS);
        Iterable<Arrival> arrivals =
                process.arrivals(Binder.bind(Yaml.parse(burst, "test.yaml"), process.defaults()), seed);
        try (Backend backend = plugin.open(PLATFORM, seed, plugin.defaults())) {
            backend.run(Recording.of(program(scheduler), log), arrivals);
            return new Run(
                    log,
                    backend.facts().getOrDefault("eventHash", "none"),
                    Long.parseLong(backend.facts().getOrDefault("simulatedNanos", "0")));
        }
    }

    @ParameterizedTest
    @MethodSource("schedulers")
    void finishesEachRequestOnceWithAllItsOperations(String scheduler) {
        RunLog log = run(scheduler, 11).log();

        int[] finished = new int[REQUESTS];
        for (int entry = 0; entry < log.entries().rows(); entry++) {
            if (log.kind(entry) == Kind.FINISH) {
                finished[(int) log.row(entry)]++;
            }
        }
        assertThat(finished).containsOnly(1);
        int[] ops = new int[REQUESTS];
        for (int op = 0; op < log.ops().rows(); op++) {
            ops[(int) log.ops().column("request").get(op)]++;
        }
        int served = 0;
        for (int request = 0; request < REQUESTS; request++) {
            int kernels = KERNELS.get((int) log.arrivals().column("kind").get(request));
            // None for those that were rejected, or served with another one.
            assertThat(ops[request]).isIn(0, kernels);
            served += ops[request] > 0 ? 1 : 0;
        }
        assertThat(served).isPositive();
    }

    @ParameterizedTest
    @MethodSource("schedulers")
    void doesTheSameAgain(String scheduler) {
        Run first = run(scheduler, 12);
        Run second = run(scheduler, 12);

        assertThat(second.eventHash()).matches("[0-9a-f]{16}").isEqualTo(first.eventHash());
        int calls = Replay.of(first.log(), PLATFORM, program(scheduler)).run();
        assertThat(calls).isGreaterThan(REQUESTS);
    }

    /** 400 requests at 4000 a second; the watchdog has 10 s. */
    @Test
    void endsWithItsLastRequest() {
        Run run = run("{name: paella}", 13);
        int entries = run.log().entries().rows();
        assertThat(run.log().kind(entries - 1)).isNotEqualTo(Kind.TIMER_RANG);
        assertThat(run.simulatedNanos()).isBetween(1L, 1_000_000_000L);
    }

    @Test
    void theExperimentRuns() {
        List<String> args = new ArrayList<>(List.of(
                "run",
                experiment("serving"),
                "--without-pages",
                "--out",
                directory.resolve("out").toString()));
        for (String setting : List.of("arrivals.count=300")) {
            args.addAll(List.of("--set", setting));
        }
        assertThat(diptych(args).err()).isEmpty();
    }
}

package dev.diptych.cli;

import static dev.diptych.cli.CommandLineFixture.diptych;
import static dev.diptych.cli.CommandLineFixture.experiment;
import static dev.diptych.cli.CommandLineFixture.repository;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.diptych.cli.CommandLineFixture.Said;
import dev.diptych.model.config.Yaml;
import dev.diptych.model.hw.PlatformTree;
import dev.diptych.validation.calibration.CalibrationPlan;
import dev.diptych.validation.calibration.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs are recorded on the simulator with other constants than the preset's, which a calibration from the preset then has to find. */
@Tag("long")
class CalibrateVerbTest {
    private static final String PLAN = """
            passes: 1
            stages:
              - name: copies
                determines: copies to the GPU
                runs: ["copy-*"]
                parameters:
                  - {path: link.fromHost.copyLatencyNanos, factor: 4}
                  - {path: link.fromHost.copyGigabytesPerSecond, factor: 2}
                  - {path: gpu.memory.queueing, low: 0, high: 1}
              - name: memory
                determines: what a stream reaches
                runs: ["stream-*"]
                parameters: [{path: gpu.memory.peakGigabytesPerSecond, factor: 2}]
            """;

    @TempDir
    Path folder = Path.of("");

    private Path runs() {
        return folder.resolve("runs");
    }

    private void record(String name, String file, String... settings) {
        List<String> args = new ArrayList<>(List.of("run", experiment(file), "--without-pages"));
        for (String setting : settings) {
            args.addAll(List.of("--set", setting));
        }
        args.addAll(
                List.of("--set", "name=" + name, "--out", runs().resolve(name).toString()));
        Said said = diptych(args);
        assertThat(said.err()).isEmpty();
        assertThat(said.code()).isZero();
    }

    private Path plan(String yaml) throws IOException {
        return Files.writeString(folder.resolve("plan.yaml"), yaml);
    }

    @Test
    void findsTheConstantsThatTheRunsWereMadeWith() throws IOException {
        for (int bytes : new int[] {4096, 1 << 20, 1 << 24}) {
            record(
                    "copy-" + bytes,
                    "copy",
                    "system.bytes=" + bytes,
                    "platform.link.fromHost.copyLatencyNanos=1500",
                    "platform.link.fromHost.copyGigabytesPerSecond=40");
        }
        record("stream-large", "stream", "system.bytes=1073741824", "platform.gpu.memory.peakGigabytesPerSecond=3500");
        record("other", "copy", "system.bytes=4096");
        Path out = folder.resolve("found.yaml");

        Said said = diptych(
                "calibrate",
                "--from",
                runs().toString(),
                "--base",
                "h200",
                "--plan",
                plan(PLAN).toString(),
                "--out",
                out.toString());

        assertThat(said.err()).isEmpty();
        assertThat(said.code()).isZero();
        PlatformTree found = PlatformTree.load(out.toString());
        PlatformTree base = PlatformTree.load("h200");
        assertThat(found.number("link.fromHost.copyLatencyNanos")).isCloseTo(1500, within(45.0));
        assertThat(found.number("link.fromHost.copyGigabytesPerSecond")).isCloseTo(40, within(0.8));
        assertThat(found.number("gpu.memory.peakGigabytesPerSecond")).isCloseTo(3500, within(70.0));
        assertThat(found.number("link.toHost.copyLatencyNanos")).isEqualTo(base.number("link.toHost.copyLatencyNanos"));
        assertThat(found.number("gpu.memory.queueing")).isEqualTo(base.number("gpu.memory.queueing"));
        assertThat(said.out())
                .containsPattern("gpu.memory.queueing +(0\\.\\d+) +\\1 +0/3 +not identified: no run reacts to it")
                .contains("runs that no stage takes: other");
        assertThat(folder.resolve("found.html")).content().contains("Calibration of found", "stream-large");
    }

    @Test
    void refusesRunsThatDoNotSayTheirGpu() throws IOException {
        record("copy-4096", "copy", "system.bytes=4096");

        Said said = diptych(
                "calibrate",
                "--from",
                runs().toString(),
                "--plan",
                plan(PLAN).toString(),
                "--out",
                folder.resolve("x.yaml").toString());

        assertThat(said.code()).isEqualTo(Main.BAD_INPUT);
        assertThat(said.err())
                .contains("the runs do not say which GPU they come from")
                .contains("--base P");
        assertThat(folder.resolve("x.yaml")).doesNotExist();
    }

    @Test
    void refusesAPlaceForTheFileBeforeItReadsTheRuns() {
        Said said = diptych(
                "calibrate",
                "--from",
                "no-such-directory",
                "--out",
                folder.resolve("x.txt").toString());

        assertThat(said.code()).isEqualTo(Main.BAD_INPUT);
        assertThat(said.err()).contains("a platform file's name ends in .yaml");
    }

    @Test
    void beginsWithTheSmallestPresetThatHasTheGpus() {
        assertThat(CalibrationRuns.preset("NVIDIA H200", 1)).isEqualTo("h200");
        assertThat(CalibrationRuns.preset("NVIDIA H200", 2)).isEqualTo("2xh200");
        assertThat(CalibrationRuns.preset("NVIDIA H200", 3)).isEqualTo("8xh200");
    }

    @Test
    void fitsEveryStageToRunsThatTheMicroBenchmarksHave() {
        List<String> names = Stream.concat(MicroBenchmarks.ONE_GPU.stream(), Stream.of(MicroBenchmarks.TWO_GPUS))
                .map(suite -> repository("experiments/suites/" + suite))
                .flatMap(file -> Suite.of(Yaml.read(file), file).runs().stream())
                .map(Suite.Member::name)
                .toList();

        // A stage could not tell two runs of one name apart.
        assertThat(names).doesNotHaveDuplicates();
        for (Stage stage : CalibrationPlan.own().stages()) {
            assertThat(stage.runs())
                    .allSatisfy(pattern -> assertThat(names)
                            .as("runs of stage '%s'", stage.name())
                            .anyMatch(name -> new Stage("one", "", List.of(pattern), stage.parameters()).takes(name)));
        }
    }
}

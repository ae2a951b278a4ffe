package dev.diptych.cli;

import static dev.diptych.cli.CommandLineFixture.diptych;
import static dev.diptych.cli.CommandLineFixture.experiment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.cli.CommandLineFixture.Said;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Systems {@code kernel-mix} and {@code chunk-pipeline}: operations that follow each other in streams and overlap across them. */
class KernelMixTest {
    private static final Pattern MEDIAN = Pattern.compile("request on device median\\s+([0-9.]+) us");

    @TempDir
    Path directory;

    private Said run(String experiment, String... settings) {
        List<String> args = new ArrayList<>(List.of("run", experiment(experiment), "--without-pages", "--out"));
        args.add(directory.resolve("run").toString());
        for (String setting : settings) {
            args.addAll(List.of("--set", setting));
        }
        return diptych(args);
    }

    private double deviceMicros(String experiment, String... settings) {
        Said said = run(experiment, settings);
        assertThat(said.err()).isEmpty();
        Matcher matcher = MEDIAN.matcher(said.out());
        assertThat(matcher.find()).as(said.out()).isTrue();
        return Double.parseDouble(matcher.group(1));
    }

    @Test
    void kernelsOverlapAcrossStreamsAndFollowEachOtherInOne() {
        // 100 us each, and small enough for both to fit: side by side they take one's time, in one stream that of both.
        String kernels = "system.kernels=[%s, %s]".formatted(spin(0), spin(1));
        double apart = deviceMicros("kernel-mix", kernels);
        double chained = deviceMicros("kernel-mix", kernels.replace("stream: 1", "stream: 0"));
        double twice = deviceMicros("kernel-mix", kernels, "system.rounds=2");

        assertThat(apart).isBetween(100.0, 120.0);
        // Between two kernels of a stream lie the entries that time them and tell of them, a dozen microseconds.
        assertThat(chained).isBetween(205.0, 230.0);
        assertThat(twice).isBetween(205.0, 230.0);
    }

    private static String spin(int stream) {
        return "{stream: %d, module: spin, kernel: spin, grid: [20], block: [64], arguments: ['u64:198000']}"
                .formatted(stream);
    }

    @Test
    void namesTheKernelWhoseArgumentsAreWrong() {
        Said said = run("kernel-mix", "system.kernels=[%s]".formatted(spin(0).replace("u64:198000", "u65:1")));

        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err()).contains("arguments of kernel 'spin': 1 'u65:1': no kind is named 'u65'");
    }

    @Test
    void chunksOfSeveralStreamsFallIntoStep() {
        double oneStream = deviceMicros("chunk-pipeline", "system.streams=1", "arrivals.count=24");
        double threeStreams = deviceMicros("chunk-pipeline", "system.streams=3", "arrivals.count=24");

        // The ways in and out could overlap, which would take half as long. But what follows a copy waits for the
        // copies of the other streams,
        // so only the gaps and kernels hide: on an H200 9 x 6 MiB take 0.90 times as long
        // (traces/data/micro-launch/events-pipe-*-9x6m).
        assertThat(threeStreams).isBetween(0.85 * oneStream, 0.99 * oneStream);
    }

    @Test
    void aPipelineNeedsToKnowWhereItsChunksGo() {
        Said said = run("chunk-pipeline", "system.arguments=[input, 'u64:4194304']");

        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err()).contains("setting 'arguments' should have 'output' for a chunk's output");
    }
}

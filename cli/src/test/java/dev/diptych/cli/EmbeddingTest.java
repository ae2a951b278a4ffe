package dev.diptych.cli;

import static dev.diptych.cli.CommandLineFixture.diptych;
import static dev.diptych.cli.CommandLineFixture.experiment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.cli.CommandLineFixture.Said;
import dev.diptych.traces.RunDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** System {@code embedding} on several GPUs that gather from each other's memory and the host's; every row of each request is checked. */
@Tag("long")
class EmbeddingTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"2xh200, factored", "2xh200, mixed", "4xv100, exchange"})
    void bringsTheRightRowsAndIsTheSameOnAnyNumberOfThreads(String platform, String extraction) {
        String first = eventHash(platform, extraction, 1);

        assertThat(first).matches("[0-9a-f]{16}");
        // More threads than GPUs, or as many.
        assertThat(eventHash(platform, extraction, 4)).isEqualTo(first);
    }

    /** Half of what the GPUs read lies at their peers: a partition, as even as it can be. */
    private String eventHash(String platform, String extraction, int threads) {
        Path out = directory.resolve(platform + "-" + extraction + "-" + threads);
        Said said = run(
                out,
                "platform=" + platform,
                "backends.sim.threads=" + threads,
                "system.extraction=" + extraction,
                "system.policy=partition");
        assertThat(said.err()).isEmpty();
        assertThat(said.code()).isZero();
        return RunDirectory.read(out).provenance().getOrDefault("eventHash", "none");
    }

    /** The machine with most queues to divide, and machines with one GPU, or none of whose GPUs has a cache. */
    @ParameterizedTest
    @CsvSource({"8xa100, factored, 0.25", "h200, exchange, 0.25", "2xh200, exchange, 0", "2xh200, exchange, 0.25"})
    void bringsTheRightRows(String platform, String extraction, String cacheRatio) {
        Said said = run(
                directory.resolve("rows"),
                "platform=" + platform,
                "system.extraction=" + extraction,
                "system.policy=partition",
                "system.cacheRatio=" + cacheRatio);

        assertThat(said.err()).isEmpty();
        assertThat(said.code()).isZero();
    }

    /** Who counts is another kernel each time, and where rows lie is the same. */
    @Test
    void tellsFromWhereRowsCame() {
        List<String> shares = new ArrayList<>();
        for (String extraction : List.of("factored", "mixed", "exchange")) {
            Said said = run(
                    directory.resolve("shares-" + extraction),
                    "platform=2xh200",
                    "system.extraction=" + extraction,
                    "system.policy=partition",
                    "metrics=[{name: hit-shares}]");
            assertThat(said.err()).isEmpty();
            shares.add(said.out().lines().filter(line -> line.contains("%")).collect(Collectors.joining("\n")));
        }

        assertThat(shares.get(0)).contains("local rows", "peer rows", "host rows", "unknown keys");
        assertThat(shares).containsOnly(shares.get(0));
    }

    @Test
    void bringsTheRightRowsOfSparseKeys() {
        Said said = run(directory.resolve("sparse"), "system.sparseKeys=true");

        assertThat(said.err()).isEmpty();
        assertThat(said.code()).isZero();
    }

    private static Said run(Path out, String... settings) {
        List<String> args =
                new ArrayList<>(List.of("run", experiment("embedding"), "--without-pages", "--out", out.toString()));
        List<String> all = new ArrayList<>(List.of(settings));
        if (all.stream().noneMatch(setting -> setting.startsWith("system.cacheRatio="))) {
            all.add("system.cacheRatio=0.25");
        }
        if (all.stream().noneMatch(setting -> setting.startsWith("metrics="))) {
            all.add("metrics=[{name: request-device-micros, skip: 1}]");
        }
        all.addAll(List.of(
                "system.entries=4096",
                "system.keys=1500",
                "system.batches=2",
                "system.rowBytes=128",
                "system.regionBytes=65536",
                "system.checkEvery=1",
                "arrivals.count=4"));
        all.forEach(setting -> args.addAll(List.of("--set", setting)));
        return diptych(args);
    }
}

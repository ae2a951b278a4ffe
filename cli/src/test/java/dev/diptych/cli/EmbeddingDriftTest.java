package dev.diptych.cli;

import static dev.diptych.cli.CommandLineFixture.diptych;
import static dev.diptych.cli.CommandLineFixture.experiment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.cli.CommandLineFixture.Said;
import dev.diptych.model.config.Binder;
import dev.diptych.model.config.Yaml;
import dev.diptych.model.hw.Platforms;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.plugin.Plugins;
import dev.diptych.model.run.Arrival;
import dev.diptych.model.run.Backend;
import dev.diptych.model.run.BackendPlugin;
import dev.diptych.systems.embedding.refresh.DriftProgram;
import dev.diptych.systems.embedding.refresh.DriftSettings;
import dev.diptych.systems.embedding.refresh.Journal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** System {@code embedding-drift} on the simulator: every row of every request is checked while rows move. */
class EmbeddingDriftTest {
    private static final String SMALL = "table: {entries: 4096, rowBytes: 64}, keys: 1024, checkEvery: 1, "
            + "change: {from: 8, every: 12, share: 0.5}, ";
    private static final String RECORDING = "recording: {presampledBatches: 32, halfLivesBatches: [16, 4]}, ";

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "h200, flash-crowd, symmetric, 0",
        "2xh200, flash-crowd, pattern-lp, 0.05",
        "2xh200, slow-drift, symmetric, 0.05"
    })
    void bringsTheRightRowsWhileRowsMove(String platform, String scenario, String solver, double faultChance) {
        Journal journal = run(
                platform,
                28,
                SMALL
                        + RECORDING
                        + "scenario: %s, refresh: {solver: %s, every: 4, foregroundShare: 0.5, faultChance: %s}"
                                .formatted(scenario, solver, faultChance));

        assertThat(moved(journal)).isPositive();
        assertThat(journal.faults() > 0).isEqualTo(faultChance > 0);
    }

    /** Unknown keys bring zeros, which is checked too; from the next batch on they are known, and soon some are in caches. */
    @Test
    void newIdsBecomeKnownAndComeIntoCaches() {
        Journal journal = run(
                "2xh200",
                12,
                "table: {entries: 4096, rowBytes: 64, sparseKeys: true}, keys: 1024, checkEvery: 1, scenario: new-ids, "
                        + "change: {from: 4, every: 40, share: 0.2}, cacheRatio: 0.2, " + RECORDING
                        + "refresh: {every: 1000, foregroundShare: 1, newcomers: 0.2}");

        assertThat(journal.batches().get(3).unknown()).isZero();
        assertThat(journal.batches().get(4).unknown()).isGreaterThan(100);
        assertThat(journal.batches().get(11).unknown()).isLessThan(40);
        // No look, no refresh: what came are newcomers.
        assertThat(journal.looks()).isEmpty();
        assertThat(moved(journal)).isPositive();
        Journal.Batch before = journal.batches().get(4);
        Journal.Batch after = journal.batches().get(11);
        assertThat(after.local() + after.peer()).isGreaterThan(before.local() + before.peer());
    }

    /** Of two batches that come at once, the second begins before the first one's unknown keys are told: those of both are there at the next. */
    @Test
    void unknownKeysOfSeveralBatchesBecomeKnownTogether() {
        Journal journal = run(
                "h200",
                LongStream.range(0, 12).map(i -> i / 2 * 10_000_000),
                "table: {entries: 4096, rowBytes: 64, sparseKeys: true}, keys: 1024, checkEvery: 1, scenario: new-ids, "
                        + "change: {from: 4, every: 40, share: 0.5}, cacheRatio: 0.2, "
                        + "recording: {presampledBatches: 32, halfLivesBatches: [16, 4], mostUnknown: 32}, refresh: {every: 1000}");

        assertThat(journal.batches().get(4).unknown()).isGreaterThan(64);
    }

    @ParameterizedTest
    @CsvSource({"lru", "lfu", "tiny-lfu"})
    void bringsTheRightRowsWhileAPolicyReplacesThem(String replacement) {
        Journal journal = run(
                "2xh200",
                14,
                SMALL + RECORDING + "scenario: flash-crowd, keeping: replace, replacement: " + replacement);

        assertThat(moved(journal)).isPositive();
    }

    /** A stationary stream: chance alone would have a refresh gain a few per cent of the reads that it was made from. */
    @Test
    void staysWhereItIsWhileNothingChanges() {
        Journal journal = run(
                "h200",
                48,
                "table: {entries: 16384, rowBytes: 64}, keys: 2048, scenario: stationary, "
                        + "recording: {presampledBatches: 96, halfLivesBatches: [32, 12, 4]}");

        assertThat(journal.looks()).hasSize(6).noneMatch(Journal.Look::isWorthIt);
        assertThat(moved(journal)).isZero();
    }

    /** Half of the hottest reads go elsewhere at once: the host's share of reads triples, and falls to less than half of that again. */
    @Test
    void recoversFromAFlashCrowd() {
        Journal journal = run(
                "h200",
                56,
                "table: {entries: 16384, rowBytes: 64}, keys: 2048, scenario: flash-crowd, "
                        + "change: {from: 16, every: 1000, share: 0.5}, "
                        + "recording: {presampledBatches: 96, halfLivesBatches: [32, 12, 4]}, "
                        + "refresh: {every: 4, foregroundShare: 0.5}");

        assertThat(hostShare(journal, 8, 16)).isBetween(0.2, 0.3);
        assertThat(hostShare(journal, 16, 20)).isGreaterThan(0.5);
        assertThat(hostShare(journal, 48, 56)).isLessThan(0.32);
    }

    @Test
    void theExperimentRunsAndIsTheSameOnAnyNumberOfThreads() {
        List<String> hashes = new ArrayList<>();
        for (int threads : new int[] {1, 2}) {
            Path out = directory.resolve("threads-" + threads);
            List<String> args = new ArrayList<>(
                    List.of("run", experiment("embedding-drift"), "--without-pages", "--out", out.toString()));
            for (String setting : List.of(
                    "platform=2xh200",
                    "backends.sim.threads=" + threads,
                    "system.table.entries=4096",
                    "system.table.rowBytes=64",
                    "system.keys=1024",
                    "system.checkEvery=1",
                    "system.change.from=4",
                    "system.refresh.every=2",
                    "system.refresh.foregroundShare=0.5",
                    "arrivals.count=16")) {
                args.addAll(List.of("--set", setting));
            }
            Said said = diptych(args);
            assertThat(said.err()).isEmpty();
            assertThat(said.out()).contains("rows moved");
            hashes.add(dev.diptych.traces.RunDirectory.read(out).provenance().getOrDefault("eventHash", "none"));
        }

        assertThat(hashes.get(1)).matches("[0-9a-f]{16}").isEqualTo(hashes.get(0));
    }

    private static long moved(Journal journal) {
        List<Journal.Batch> batches = journal.batches();
        return batches.get(batches.size() - 1).movedRows() - batches.get(0).movedRows();
    }

    private static double hostShare(Journal journal, int first, int end) {
        long host = 0;
        long all = 0;
        for (Journal.Batch batch : journal.batches().subList(first, end)) {
            host += batch.host();
            all += batch.local() + batch.peer() + batch.host() + batch.unknown();
        }
        return (double) host / all;
    }

    private static Journal run(String platform, int requests, String settings) {
        return run(platform, LongStream.range(0, requests).map(request -> request * 400_000), settings);
    }

    @SuppressWarnings("unchecked") // The backend's defaults are its own settings.
    private static Journal run(String platform, LongStream arrivalNanos, String settings) {
        long[] atNanos = arrivalNanos.toArray();
        DriftSettings bound = Binder.bind(Yaml.parse("{" + settings + "}", "test.yaml"), DriftSettings.DEFAULT);
        Journal journal = new Journal();
        BackendPlugin<Record> plugin = Plugins.find(BackendPlugin.class, "backend", "sim");
        try (Backend backend = plugin.open(Platforms.load(platform), 1, plugin.defaults())) {
            backend.run(
                    DriftProgram.of(bound, journal),
                    IntStream.range(0, atNanos.length)
                            .mapToObj(request -> new Arrival(request, atNanos[request], 0, Bytes.EMPTY))
                            .toList());
        }
        return journal;
    }
}

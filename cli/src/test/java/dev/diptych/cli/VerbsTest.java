package dev.diptych.cli;

import static dev.diptych.cli.CommandLineFixture.diptych;
import static dev.diptych.cli.CommandLineFixture.names;
import static dev.diptych.cli.CommandLineFixture.repository;
import static dev.diptych.cli.CommandLineFixture.smallStream;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.cli.CommandLineFixture.Said;
import dev.diptych.model.hw.Platforms;
import dev.diptych.model.placement.PlacementSolver;
import dev.diptych.model.placement.cost.CostModel;
import dev.diptych.model.plugin.Plugin;
import dev.diptych.model.plugin.Plugins;
import dev.diptych.model.run.ArrivalsPlugin;
import dev.diptych.model.run.BackendPlugin;
import dev.diptych.model.run.SystemPlugin;
import dev.diptych.sim.work.KernelWork;
import dev.diptych.systems.sampling.SamplingAlgorithm;
import dev.diptych.traces.Run;
import dev.diptych.traces.RunDirectory;
import dev.diptych.validation.metric.MetricPlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What each verb does when all is well. */
@SuppressWarnings("rawtypes") // Plugins of any settings.
class VerbsTest {
    @TempDir
    static Path shared;

    @TempDir
    Path directory;

    private static Path small;
    private static Said said;

    @BeforeAll
    static void runOnce() {
        small = shared.resolve("small");
        said = smallStream(small);
    }

    private static void assertGood(Said said) {
        assertThat(said.err()).isEmpty();
        assertThat(said.code()).isEqualTo(Main.GOOD);
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file);
    }

    private static String eventHash(Path run) {
        return RunDirectory.read(run).provenance().getOrDefault("eventHash", "none");
    }

    @Test
    void runWritesARunDirectory() throws IOException {
        assertGood(said);
        assertThat(said.out()).startsWith("stream/stream_copy median").endsWith("wrote " + small + "\n");
        assertThat(names(small))
                .containsExactly(
                        "SHA256SUMS",
                        "log",
                        "metrics.csv",
                        "provenance.json",
                        "report.html",
                        "resolved.yaml",
                        "timeline.json");
        assertThat(names(small.resolve("log"))).contains("entries.npy", "ops.npy", "arrivals.npy", "log.json");
        assertThat(names(shared)).containsExactly("small");
        Run run = RunDirectory.read(small);
        assertThat(run.log().arrivals().rows()).isEqualTo(26);
        assertThat(run.provenance()).containsEntry("backend", "sim");
        assertThat(eventHash(small)).matches("[0-9a-f]{16}");
        assertThat(text(small.resolve("metrics.csv"))).contains("latency median");
    }

    @Test
    void aReportLoadsNothing() throws IOException {
        assertThat(text(small.resolve("report.html")))
                .contains("</html>")
                .doesNotContainPattern("<script[^>]*\\ssrc")
                .doesNotContainPattern("(src|href)\\s*=\\s*[\"']?https?:")
                .doesNotContainPattern("<link[^>]*stylesheet")
                .doesNotContainPattern("@import|url\\(\\s*[\"']?https?:");
    }

    @Test
    void aTimelineNamesItsTracks() throws IOException {
        JsonNode timeline = new JsonMapper().readTree(text(small.resolve("timeline.json")));
        assertThat(timeline.get("traceEvents").size()).isGreaterThan(26);
        assertThat(text(small.resolve("timeline.json")))
                .contains("\"args\":{\"name\":\"host\"}")
                .contains("\"args\":{\"name\":\"gpu0\"}")
                .contains("\"args\":{\"name\":\"stream 0\"}");
    }

    @Test
    void aRunIsTheSameEveryTime() throws IOException {
        Path again = directory.resolve("again");
        assertGood(smallStream(again));
        assertThat(eventHash(again)).isEqualTo(eventHash(small));
        for (String file : names(small.resolve("log"))) {
            assertThat(again.resolve("log").resolve(file)).hasSameBinaryContentAs(small.resolve("log/" + file));
        }
        assertThat(again.resolve("SHA256SUMS")).hasSameBinaryContentAs(small.resolve("SHA256SUMS"));
    }

    @Test
    void aResolvedExperimentIsTheSameExperiment() {
        Path again = directory.resolve("again");
        assertGood(diptych("run", small.resolve("resolved.yaml").toString(), "--out", again.toString()));
        assertThat(eventHash(again)).isEqualTo(eventHash(small));
        assertThat(again.resolve("resolved.yaml")).hasSameBinaryContentAs(small.resolve("resolved.yaml"));
    }

    @Test
    void aRunReplacesAnEarlierOne() {
        Path again = directory.resolve("again");
        assertGood(smallStream(again));
        assertGood(smallStream(again, "--set", "system.blocks=8"));
        assertThat(RunDirectory.read(again).resolvedYaml()).contains("blocks: 8");
        assertThat(names(directory)).containsExactly("again");
    }

    @Test
    void theSeedAndThePlatformAreOptions() {
        Path run = directory.resolve("other");
        assertGood(smallStream(run, "--seed", "7", "--platform", "p100"));
        assertThat(RunDirectory.read(run).resolvedYaml()).contains("seed: 7").contains("platform: p100");
    }

    @Test
    void replayAgreesWithItsOwnRecord() {
        Said replayed = diptych("replay", small.toString());
        assertGood(replayed);
        assertThat(replayed.out()).contains("calls agree").contains("1 of 1 runs replay call for call");
    }

    @Test
    void replayNamesTheFirstCallThatDiffers() {
        Run run = RunDirectory.read(small);
        Path changed = directory.resolve("changed");
        String other = run.resolvedYaml().replace("blocks: 4", "blocks: 5");
        RunDirectory.write(changed, new Run(other, run.provenance(), run.log()), Map.of());
        Said replayed = diptych("replay", changed.toString());
        assertThat(replayed.code()).isEqualTo(Main.FAILED);
        assertThat(replayed.err()).isEmpty();
        assertThat(replayed.out())
                .contains("DIVERGED at ")
                .contains("blocks")
                .contains("0 of 1 runs replay call for call");
    }

    /** Known divergence is said and not held against anybody; a mark that is no longer true is. */
    @Test
    void replayCountsSupersededRunsApart() throws IOException {
        Run run = RunDirectory.read(small);
        String other = run.resolvedYaml().replace("blocks: 4", "blocks: 5");
        RunDirectory.write(directory.resolve("set/changed"), new Run(other, run.provenance(), run.log()), Map.of());
        Files.writeString(
                directory.resolve("validation.yaml"),
                "sets: {set: {about: a test, superseded: {'*': blocks were 4}}}\n");

        Said known = diptych("replay", directory.resolve("set").toString());
        assertGood(known);
        assertThat(known.out())
                .contains("changed: superseded: blocks were 4")
                .contains("0 of 0 runs replay call for call")
                .contains("1 more are superseded");

        RunDirectory.write(directory.resolve("set/same"), run, Map.of());
        Said stale = diptych("replay", directory.resolve("set").toString());
        assertThat(stale.code()).isEqualTo(Main.FAILED);
        assertThat(stale.out()).contains("calls agree, although it is 'superseded'");
    }

    @Test
    void compareShowsBoth() {
        Path wider = directory.resolve("wider");
        assertGood(smallStream(wider, "--set", "system.blocks=1"));
        Said compared = diptych("compare", small.toString(), wider.toString());
        assertGood(compared);
        assertThat(compared.out().lines().findFirst().orElse(""))
                .contains("small")
                .contains("wider");
        assertThat(compared.out()).contains("stream/stream_copy median [us]").containsPattern("[+-]\\d+\\.\\d %");
    }

    @Test
    void validateRefusesASimulatedRun() {
        Said refused = diptych(
                "validate", small.toString(), "--out", directory.resolve("v").toString());
        assertThat(refused.code()).isEqualTo(Main.BAD_INPUT);
        assertThat(refused.err()).hasLineCount(1).contains("backend 'sim'");
        assertThat(names(directory)).isEmpty();
    }

    @Test
    void validateHoldsARecordedRunAgainstItsSimulation() {
        Path out = directory.resolve("v");
        Path recorded = repository("traces/data/first/copy-h2d-4k");
        Said validated = diptych("validate", recorded.toString(), "--out", out.toString());
        assertGood(validated);
        assertThat(validated.out()).contains("copy-h2d-4k").contains("1 runs");
        assertThat(out.resolve("report.html")).content().contains("copy-h2d-4k");
    }

    @Test
    void validateSaysHowLongSimulatingTakes() {
        Path recorded = repository("traces/data/first/copy-h2d-4k");
        Said measured = diptych("validate", "--speed", recorded.toString());
        assertGood(measured);
        assertThat(measured.out()).containsPattern("copy-h2d-4k .* us on the device .* times\\n1 runs, median");
        assertThat(diptych("validate", "--speed", small.toString()).err()).contains("backend 'sim'");
    }

    @Test
    void listNamesEveryPlugin() {
        Said listed = diptych("list");
        assertGood(listed);
        Stream.of(
                        SystemPlugin.class,
                        ArrivalsPlugin.class,
                        MetricPlugin.class,
                        BackendPlugin.class,
                        KernelWork.class,
                        PlacementSolver.class,
                        CostModel.class,
                        SamplingAlgorithm.class)
                .flatMap(kind -> Plugins.all(kind).stream())
                .map(Plugin::name)
                .forEach(name -> assertThat(listed.out()).contains("  " + name + " "));
        assertThat(listed.out()).contains(Platforms.presets());
    }

    @Test
    void infoNeedsNoGpu() {
        Said info = diptych("info");
        assertGood(info);
        assertThat(info.out()).contains("jdk").contains("platforms").contains("h200");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run",
                "serve",
                "request",
                "validate",
                "calibrate",
                "compare",
                "replay",
                "place",
                "ptx",
                "model",
                "sample",
                "list",
                "info",
                "selftest",
                "generate-completion"
            })
    void everyVerbHelps(String verb) {
        Said helped = diptych(verb, "--help");
        assertGood(helped);
        assertThat(helped.out()).startsWith("Usage: diptych " + verb);
        assertThat(diptych("help", verb).code()).isEqualTo(Main.GOOD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "--version", "help"})
    void theProgramHelps(String option) {
        Said helped = diptych(option);
        assertGood(helped);
        assertThat(helped.out()).contains("diptych");
    }

    @Test
    void completionIsAScript() {
        Said script = diptych("generate-completion");
        assertGood(script);
        assertThat(script.out()).startsWith("#!").contains("complete -F");
    }

    @Test
    void everyVerbIsTested() {
        // A new verb has to be added to the list above, too.
        List<String> lines = diptych("--help").out().lines().toList();
        List<String> verbs = lines.subList(lines.indexOf("Commands:") + 1, lines.size()).stream()
                .filter(line -> line.matches(" {2}[a-z].*"))
                .map(line -> line.strip().split(" ", 2)[0])
                .toList();
        assertThat(verbs)
                .containsExactlyInAnyOrder(
                        "run",
                        "serve",
                        "request",
                        "validate",
                        "calibrate",
                        "compare",
                        "replay",
                        "place",
                        "sample",
                        "ptx",
                        "model",
                        "list",
                        "info",
                        "selftest",
                        "help",
                        "generate-completion");
    }
}

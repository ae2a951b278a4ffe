package dev.diptych.cli;

import static dev.diptych.cli.CommandLineFixture.diptych;
import static dev.diptych.cli.CommandLineFixture.experiment;
import static dev.diptych.cli.CommandLineFixture.names;
import static dev.diptych.cli.CommandLineFixture.repository;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.cli.CommandLineFixture.Said;
import dev.diptych.model.config.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Suites: many runs from one file. */
class SuiteTest {
    private static final String SMALL = "system.bytes: 65536, system.blocks: 4, arrivals.count: 26";

    @TempDir
    Path directory;

    static List<Path> suites() throws IOException {
        try (Stream<Path> files = Files.list(repository("experiments/suites"))) {
            return files.sorted().toList();
        }
    }

    private Path suite(String... runs) throws IOException {
        Path file = directory.resolve("suite.yaml");
        return Files.writeString(file, "name: few\nruns:\n  - " + String.join("\n  - ", runs) + "\n");
    }

    private static String run(String name, String settings) {
        return "{name: %s, experiment: %s, set: {%s}}".formatted(name, experiment("stream"), settings);
    }

    private Said runs(Path suite, String... more) {
        List<String> args = new java.util.ArrayList<>(List.of("run", suite.toString(), "--without-pages", "--out"));
        args.add(directory.resolve("out").toString());
        args.addAll(List.of(more));
        return diptych(args);
    }

    @Test
    void setsValuesOfThePlatformThatARunNames() throws IOException {
        Path file = suite(run("slow", "platform.host.submitNanos: 7777, platform: t4"));

        Experiment experiment =
                Experiment.of(Suite.of(Yaml.read(file), file).runs().get(0).configuration());

        assertThat(experiment.platform().name()).isEqualTo("t4");
        assertThat(experiment.platform().host().submitNanos()).isEqualTo(7777);
    }

    @ParameterizedTest
    @MethodSource("suites")
    void everySuiteOfTheProjectNamesExperimentsAndSettingsThatExist(Path file) {
        for (Suite.Member member : Suite.of(Yaml.read(file), file).runs()) {
            Experiment experiment = Experiment.of(member.configuration());
            assertThat(experiment.name()).isEqualTo(member.name());
            assertThat(experiment.program()).isNotNull();
        }
    }

    @Test
    void eachRunHasADirectoryLikeASingleRun() throws IOException {
        Said said = runs(suite(run("a", SMALL), run("b", SMALL + ", system.pattern: triad")));

        assertThat(said.err()).isEmpty();
        assertThat(said.code()).isEqualTo(Main.GOOD);
        assertThat(said.out()).contains("2 of 2 runs done");
        Path single = directory.resolve("single");
        diptych(
                "run",
                experiment("stream"),
                "--without-pages",
                "--out",
                single.toString(),
                "--set",
                "name=a",
                "--set",
                "system.bytes=65536",
                "--set",
                "system.blocks=4",
                "--set",
                "arrivals.count=26");
        for (String file : List.of("resolved.yaml", "metrics.csv", "provenance.json")) {
            assertThat(directory.resolve("out/a").resolve(file)).hasSameTextualContentAs(single.resolve(file));
        }
        assertThat(directory.resolve("out/b/resolved.yaml")).content().contains("pattern: triad", "name: b");
    }

    @Test
    void onlyRunsThatMatchAreCarriedOut() throws IOException {
        Path suite = suite(run("copy-1", SMALL), run("read-1", SMALL), run("copy-2", SMALL));

        assertThat(runs(suite, "--only", "copy-*").code()).isEqualTo(Main.GOOD);
        assertThat(names(directory.resolve("out"))).containsExactly("copy-1", "copy-2");
        assertThat(runs(suite, "--only", "write-*").err())
                .contains("--only write-*: matches none of the 3 runs of suite 'few'");
        assertThat(diptych("run", experiment("stream"), "--only", "x").err()).contains("is no suite");
    }

    @Test
    void aRunThatFailsKeepsNoOtherFromRunning() throws IOException {
        Said said = runs(suite(run("large", "system.bytes: 200000000000"), run("small", SMALL)));

        assertThat(said.code()).isEqualTo(Main.FAILED);
        assertThat(said.err()).hasLineCount(1).startsWith("large: gpu0 of platform 'h200'");
        assertThat(said.out()).contains("1 of 2 runs done");
        assertThat(names(directory.resolve("out"))).containsExactly("small");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{name: a, experiment: nowhere.yaml} | nowhere.yaml: there is no such file",
                "{name: a} | suite.yaml:3: key 'experiment' is missing",
                "{name: a, experiment: STREAM, sets: {}} | suite.yaml:3: no key is named 'sets' here; known: name, experiment, set",
                "{name: a, experiment: STREAM, set: {system.typo: 1}} | suite.yaml:3: no key is named 'typo'",
                "{name: a, experiment: STREAM, set: {system.bytes: 3}} | 'bytes' is 3",
                "{name: ../a, experiment: STREAM} | name '../a'",
                "{name: b, experiment: STREAM} & {name: b, experiment: STREAM} | suite.yaml:4: a run is named 'b' before"
            })
    void aMistakeIsOneLineAndRunsNothing(String runs, String fragment) throws IOException {
        Said said = runs(suite(runs.replace("STREAM", experiment("stream")).split(" & ")));

        assertThat(said.err()).hasLineCount(1).startsWith("diptych: ").contains(fragment);
        assertThat(said.code()).isEqualTo(Main.BAD_INPUT);
        assertThat(directory.resolve("out")).doesNotExist();
    }

    @Test
    void anEmptySuiteIsRefused() throws IOException {
        Path empty = Files.writeString(directory.resolve("empty.yaml"), "name: none\nruns: []\n");

        assertThat(runs(empty).err()).contains("empty.yaml:1: 'runs' is empty");
    }
}

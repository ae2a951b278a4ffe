package dev.diptych.cli;

import static dev.diptych.cli.CommandLineFixture.diptych;
import static dev.diptych.cli.CommandLineFixture.experiment;
import static dev.diptych.cli.CommandLineFixture.names;
import static dev.diptych.cli.CommandLineFixture.smallStream;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.cli.CommandLineFixture.Said;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every mistake is exit code 2 and one line that says where it is, and leaves nothing behind. */
class BadInputTest {
    @TempDir
    Path directory;

    private static void assertRefused(Said said, String fragment) {
        assertThat(said.err())
                .hasLineCount(1)
                .startsWith("diptych: ")
                .contains(fragment)
                .doesNotContain("\tat ");
        assertThat(said.out()).isEmpty();
        assertThat(said.code()).isEqualTo(Main.BAD_INPUT);
    }

    /** Runs an experiment with settings into {@link #directory} and expects to find it as empty as before. */
    private void assertNothingWritten(String experimentPath, List<String> settings, String fragment) {
        Path empty = directory.resolve("empty");
        List<String> args = new ArrayList<>(List.of("run", experimentPath));
        for (String setting : settings) {
            args.add("--set");
            args.add(setting);
        }
        args.addAll(List.of("--out", empty.resolve("run").toString()));
        assertRefused(diptych(args), fragment);
        assertThat(empty).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "system.typo=1 | --set system.typo: no key is named 'typo'",
                "typo=1 | --set typo",
                "backends.cuda.typo=1 | --set backends.cuda.typo",
                "system.name=typo | --set system.name: no system is named 'typo'; known: chunk-pipeline, concurrent-streams",
                "arrivals.name=typo | --set arrivals.name: no arrival process",
                "metrics=[{name: typo}] | --set metrics: no metric",
                "metrics=[] | 'metrics' is empty",
                "backends.typo.a=1 | --set backends.typo.a: no backend",
                "platform=typo | no platform is named 'typo'",
                "platform=typo.yaml | typo.yaml: there is no such file",
                "name=../up | name '../up'",
                "name=null | 'name' should be text",
                "system=1 | --set system",
                "system= | --set system",
                "seed=1.5 | --set seed",
                "system.bytes=abc | --set system.bytes: 'bytes' should be a whole number",
                "system.bytes=1.5 | --set system.bytes",
                "system.bytes=9223372036854775808 | --set system.bytes",
                "system.bytes=0 | 'bytes' is 0",
                "system.bytes=-4 | 'bytes' is -4",
                "system.bytes=3 | 'bytes' is 3",
                "system.bytes=9223372036854775804 | gpu0 of platform 'h200'",
                "system.bytes=200000000000 | 200000000000 more were asked for",
                "system.blocks=0 | 'blocks' is 0",
                "system.blocks=-1 | 'blocks' is -1",
                "system.blocks=2147483648 | --set system.blocks: 'blocks' is 2147483648, but should be",
                "system.threads=0 | 'threads' is 0",
                "system.threads=2000 | at most 1024",
                "system.launches=0 | 'launches' is 0",
                "system.launches=2147483647 | 'launches' is 2147483647; it should be at most 65536",
                "system.pattern=typo | one of read, write, copy, triad",
                "arrivals.count=0 | count 0",
                "arrivals.count=-1 | count -1",
                "arrivals.count=9223372036854775807 | arrivals 'uniform'",
                "arrivals.intervalNanos=-1 | intervalNanos -1",
                "arrivals.intervalNanos=9223372036854775807 | arrivals 'uniform'",
                "arrivals.intervalNanos=20000000000000000 | 53 days",
                "metrics.0.skip=-1 | skip starts at 0",
                "metrics.0.skip=2147483647 | set skip below",
                "metrics.0.kernel=typo | operation 'typo'",
                "metrics.5.skip=1 | --set metrics.5.skip: nothing to set at '5'; it is a list of 2",
                "system.bytes.more=1 | --set system.bytes.more",
                "system.bytes={ | --set system.bytes: '{' is not YAML",
                "a..b=1 | --set a..b",
                "= | --set =",
                "=1 | --set =1",
                "noEquals | --set noEquals: should be key=value"
            })
    void ofASetting(String setting, String fragment) {
        List<String> small = List.of("system.bytes=65536", "system.blocks=4", "arrivals.count=26");
        List<String> settings = new ArrayList<>(small);
        settings.add(setting);
        assertNothingWritten(experiment("stream"), settings, fragment);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "row-gather | system.tableBytes=9223372036854775296 | 9223372036854775296 more",
                "row-gather | system.tableBytes=9223372036854775807 | 'tableBytes' is 9223372036854775807",
                "row-gather | system.rowBytes=6 | 'rowBytes' is 6",
                "row-gather | system.rows=0 | 'rows' is 0",
                "row-gather | system.rows=2147483647 | 'rows' is 2147483647",
                "row-gather | system.rows=268435455;system.rowBytes=2147483644;system.tableBytes=2147483644 | gpu0 of",
                "row-gather | system.table=gpu1 | 'table' is gpu1, but platform 'h200' has 1 GPU",
                "row-gather | system.table=nowhere | --set system.table",
                "row-gather | system.keys=typo | one of uniform, zipf",
                "row-gather | system.zipfExponent=0 | 'zipfExponent' is 0.0",
                "row-gather | system.zipfExponent=.nan | --set system.zipfExponent",
                "host-gather | system.tableBytes=9223372036854775296 | host of platform",
                "kernel-chain | system.dynamicSharedBytes=300000 | 300000 bytes of shared memory",
                "kernel-chain | system.dynamicSharedBytes=2147483647 | 2147483647 bytes of shared memory",
                "kernel-chain | system.dynamicSharedBytes=-1 | 'dynamicSharedBytes' is -1",
                "kernel-chain | system.cycles=-1 | 'cycles' is -1",
                "kernel-chain | system.cycles=9223372036854775807 | 'cycles' is 9223372036854775807",
                "kernel-chain | system.launches=100000000;system.chained=false | 'launches' is 100000000",
                "block-notices | system.blocksPerNotice=-1 | 'blocksPerNotice' is -1",
                "copy | system.to=gpu9 | 'to' is gpu9",
                "copy | system.both=1 | true or false",
                "round-trip | system.bytes=12 | 'bytes' is 12",
                "round-trip | system.pauseNanos=-1 | 'pauseNanos' is -1",
                "round-trip | system.pauseNanos=9223372036854775807 | 'pauseNanos' is 9223372036854775807",
                "concurrent-streams | system.streams=0 | 'streams' is 0",
                "concurrent-streams | system.streams=1000000 | 'streams' is 1000000",
                "stream | arrivals={name: poisson, count: 9223372036854775807, ratePerSecond: 1} | arrivals 'poisson'",
                "stream | arrivals={name: poisson, count: 5, ratePerSecond: 0} | ratePerSecond 0.0"
            })
    void ofOtherSystems(String name, String settings, String fragment) {
        assertNothingWritten(experiment(name), List.of(settings.split(";")), fragment);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | x.yaml: is empty",
                "# only a comment | x.yaml: is empty",
                "just text | x.yaml:1: a mapping is expected",
                "- 1 | x.yaml:1: a mapping is expected",
                "a: [1 | x.yaml:1: is not YAML",
                "name: 1\\nname: 2 | x.yaml:2: key 'name' stands here a second time",
                "name: *it | x.yaml:1: '*it' stands for nothing; no mapping or list '&it' is complete before it",
                "name: x\\nsystem: &it [*it] | x.yaml:2: '*it' stands for nothing",
                "name: &it x\\nsystem: *it | x.yaml:2: '*it' stands for nothing",
                "name: x\\nsurprise: 1 | x.yaml:2: no key is named 'surprise'",
                "name: x\\n---\\nname: y | x.yaml:3: a second document begins"
            })
    void inTheFile(String text, String fragment) throws IOException {
        Path file = Files.writeString(directory.resolve("x.yaml"), text.replace("\\n", "\n") + "\n");
        assertNothingWritten(file.toString(), List.of(), fragment);
    }

    @Test
    void aKeyIsNamedByItsLine() throws IOException {
        String stream = Files.readString(Path.of(experiment("stream")));
        Path file = Files.writeString(directory.resolve("x.yaml"), stream.replace("  threads: 256", "  treads: 256"));
        long line =
                stream.substring(0, stream.indexOf("  threads: 256")).lines().count() + 1;
        assertNothingWritten(file.toString(), List.of(), "x.yaml:%d: no key is named 'treads'".formatted(line));
    }

    @Test
    void aFileThatIsNoText() throws IOException {
        Path file = Files.write(directory.resolve("x.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
        assertNothingWritten(file.toString(), List.of(), "x.yaml: is not UTF-8 text");
    }

    @Test
    void aFileThatIsNotThere() {
        assertNothingWritten(directory.resolve("x.yaml").toString(), List.of(), "x.yaml: there is no such file");
        assertNothingWritten(directory.toString(), List.of(), "is no file");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--backend typo | no backend is named 'typo'",
                "--platform typo | no platform is named 'typo'",
                "--seed x | '--seed'",
                "--seed 99999999999999999999 | '--seed'",
                "--set | '--set'",
                "--typo | '--typo'",
                "more arguments | 'more'"
            })
    void ofAnOption(String options, String fragment) {
        assertRefused(smallStream(directory.resolve("run"), options.split(" ")), fragment);
        assertThat(names(directory)).isEmpty();
    }

    @Test
    void cudaWithoutADriver() {
        if (diptych("info").out().contains("gpu0")) {
            return;
        }
        assertRefused(smallStream(directory.resolve("run"), "--backend", "cuda"), "no NVIDIA driver was found");
        assertRefused(diptych("selftest"), "no NVIDIA driver was found");
        assertThat(names(directory)).isEmpty();
    }

    @Test
    void ofTheProgram() {
        assertRefused(diptych("typo"), "'typo'");
        assertRefused(diptych("--typo"), "'--typo'");
        assertRefused(diptych("run"), "EXPERIMENT");
        assertRefused(diptych("compare", "one"), "RUN");
        Said silent = diptych();
        assertThat(silent.code()).isEqualTo(Main.BAD_INPUT);
        assertThat(silent.err()).startsWith("Usage: diptych").contains("no verb was given");
    }

    @Test
    void anOutputThatHoldsSomethingElse() throws IOException {
        Path mine = Files.writeString(directory.resolve("mine.txt"), "keep");
        assertRefused(smallStream(directory), "holds something that is not a run");
        assertRefused(smallStream(mine), "mine.txt: is no directory");
        assertRefused(smallStream(mine.resolve("run")), "mine.txt is no directory to write into");
        assertThat(names(directory)).containsExactly("mine.txt");
        assertThat(mine).content().isEqualTo("keep");
    }

    @ParameterizedTest
    @ValueSource(strings = {"replay", "validate", "compare"})
    void aRunThatIsNotThere(String verb) throws IOException {
        Path missing = directory.resolve("missing");
        List<String> args = new ArrayList<>(List.of(verb, missing.toString()));
        if (verb.equals("compare")) {
            args.add(missing.toString());
        }
        assertRefused(diptych(args), "missing: there is no such");
        Files.createDirectory(missing);
        assertRefused(diptych(args), "missing: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"replay", "validate", "compare"})
    void aDamagedRun(String verb) throws IOException {
        Path run = directory.resolve("run");
        Path ops = run.resolve("log/ops.npy");
        List<String> args = new ArrayList<>(List.of(verb, run.toString()));
        if (verb.equals("compare")) {
            args.add(run.toString());
        }
        assertThat(smallStream(run).code()).isEqualTo(Main.GOOD);
        byte[] whole = Files.readAllBytes(ops);

        Files.write(ops, java.util.Arrays.copyOf(whole, whole.length - 5));
        assertRefused(diptych(args), "ops.npy");

        Files.write(ops, whole);
        try (RandomAccessFile file = new RandomAccessFile(ops.toFile(), "rw")) {
            file.seek(whole.length - 5);
            file.write(whole[whole.length - 5] ^ 1);
        }
        assertRefused(diptych(args), "ops.npy: is damaged");

        Files.delete(ops);
        assertRefused(diptych(args), "ops.npy: is missing");

        Files.write(ops, whole);
        Files.writeString(run.resolve("resolved.yaml"), "name: other\n", StandardCharsets.UTF_8);
        assertRefused(diptych(args), "resolved.yaml: is damaged or was edited");
    }
}

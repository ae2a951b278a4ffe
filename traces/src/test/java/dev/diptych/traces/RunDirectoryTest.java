package dev.diptych.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import dev.diptych.model.run.BlockTrace;
import dev.diptych.model.run.RunLog;
import dev.diptych.model.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RunDirectoryTest {
    @TempDir
    private Path directory;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void readsWhatItWrote(long seed) {
        Run run = RandomRuns.of(seed);
        Path target = directory.resolve("run");

        RunDirectory.write(target, run, Map.of());
        Run back = RunDirectory.read(target);

        assertThat(back.resolvedYaml()).isEqualTo(run.resolvedYaml());
        assertThat(back.provenance()).isEqualTo(run.provenance());
        assertThat(back.log().seed()).isEqualTo(run.log().seed());
        assertThat(back.log().names()).isEqualTo(run.log().names());
        for (int i = 0; i < run.log().tables().size(); i++) {
            Table written = run.log().tables().get(i);
            assertThat(Rows.of(back.log().tables().get(i))).as(written.name()).isEqualTo(Rows.of(written));
        }
        int payloadBytes = run.log().payload().size();
        assertThat(back.log().payload().get(0, payloadBytes))
                .isEqualTo(run.log().payload().get(0, payloadBytes));
    }

    @Test
    void writesEqualBytesForEqualRuns() throws IOException {
        RunDirectory.write(directory.resolve("a"), RandomRuns.of(1), Map.of());
        RunDirectory.write(directory.resolve("b"), RandomRuns.of(1), Map.of());

        assertThat(directory.resolve("a/SHA256SUMS")).hasSameTextualContentAs(directory.resolve("b/SHA256SUMS"));
    }

    @Test
    void listsEveryFileButThePages() throws IOException {
        RunDirectory.write(directory.resolve("run"), RandomRuns.of(1), Map.of("metrics.csv", "name,unit,value\n"));

        assertThat(Files.readAllLines(directory.resolve("run/SHA256SUMS")).stream()
                        .map(line -> line.substring(66)))
                .containsExactly(
                        "resolved.yaml",
                        "provenance.json",
                        "log/entries.npy",
                        "log/arrivals.npy",
                        "log/buffers.npy",
                        "log/ops.npy",
                        "log/notices.npy",
                        "log/values.npy",
                        "log/timers.npy",
                        "log/payload.npy",
                        "log/log.json");
        assertThat(directory.resolve("run/metrics.csv")).hasContent("name,unit,value");
    }

    @Test
    void keepsTheTraceOfBlocks() throws IOException {
        Path target = directory.resolve("run");
        RunDirectory.write(target, traced(), Map.of());

        BlockTrace.Cursor cursor =
                RunDirectory.read(target).blocks().orElseThrow().cursor();

        assertThat(cursor.next()).isTrue();
        assertThat(List.of(cursor.op(), (long) cursor.sm(), cursor.startNanos(), cursor.endNanos()))
                .containsExactly(3L, 131L, 1_000L, 4_000L);
        assertThat(cursor.next()).isTrue();
        assertThat(List.of(cursor.op(), (long) cursor.sm(), cursor.startNanos(), cursor.endNanos()))
                .containsExactly(2L, 7L, 2_000L, 4_300L);
        assertThat(cursor.next()).isFalse();
        // Written out by hand: other programs read it, too.
        assertThat(Files.readAllBytes(target.resolve("blocks.bin")))
                .isEqualTo(HexFormat.of()
                        .parseHex(("44495054424c4b53 01000000 04000000 0200000000000000"
                                        + "0400000000000000 0400000000000000 0300000000000000 0200000000000000"
                                        + "a01f ac02 b817 fc11 8301 07 06 01")
                                .replace(" ", "")));
    }

    @Test
    void refusesADamagedTraceOfBlocks() throws IOException {
        Path file = directory.resolve("blocks.bin");
        BlockFile.write(file, traced().blocks().orElseThrow());
        byte[] whole = Files.readAllBytes(file);

        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> BlockFile.read(file))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("blocks.bin");
        }
        Files.write(file, Arrays.copyOf(whole, whole.length + 1));
        assertThatThrownBy(() -> BlockFile.read(file)).hasMessageContaining("goes on after its last column");
        whole[0] = 'X';
        Files.write(file, whole);
        assertThatThrownBy(() -> BlockFile.read(file)).hasMessageContaining("no trace of blocks");
    }

    @Test
    void missesATraceOfBlocksThatWasDeleted() throws IOException {
        Path target = directory.resolve("run");
        RunDirectory.write(target, traced(), Map.of());
        Files.delete(target.resolve("blocks.bin"));

        assertThatThrownBy(() -> RunDirectory.read(target))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("blocks.bin");
    }

    private static Run traced() {
        Run run = RandomRuns.of(1);
        BlockTrace blocks = new BlockTrace();
        blocks.add(3, 131, 1_000, 4_000);
        blocks.add(2, 7, 2_000, 4_300);
        return new Run(run.resolvedYaml(), run.provenance(), run.log(), Optional.of(blocks));
    }

    @Test
    void replacesAnEarlierRunWithAllOfIt() {
        Path target = directory.resolve("run");
        RunDirectory.write(target, RandomRuns.of(1), Map.of("report.html", "old"));

        RunDirectory.write(target, RandomRuns.of(2), Map.of());

        assertThat(RunDirectory.read(target).provenance()).containsEntry("seed", "2");
        assertThat(target.resolve("report.html")).doesNotExist();
        assertThat(names(directory)).containsExactly("run");
    }

    @Test
    void leavesWhatIsNoRunAlone() throws IOException {
        Path target = Files.createDirectory(directory.resolve("thesis"));
        Files.writeString(target.resolve("chapter.tex"), "text");

        assertThatThrownBy(() -> RunDirectory.write(target, RandomRuns.of(1), Map.of()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("holds something that is not a run");
        assertThat(names(directory)).containsExactly("thesis");
        assertThat(names(target)).containsExactly("chapter.tex");
    }

    @Test
    void leavesTheEarlierRunWhenWritingFails() {
        Path target = directory.resolve("run");
        RunDirectory.write(target, RandomRuns.of(1), Map.of());
        Run unwritable = new Run("lone surrogate \uD800", new TreeMap<>(), new RunLog(0));

        assertThatThrownBy(() -> RunDirectory.write(target, unwritable, Map.of()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("cannot be written");

        assertThat(RunDirectory.read(target).provenance()).containsEntry("seed", "1");
        assertThat(names(directory)).containsExactly("run");
    }

    @Test
    void refusesATargetThatIsAFile() throws IOException {
        Path target = Files.writeString(directory.resolve("run"), "x");

        assertThatThrownBy(() -> RunDirectory.write(target, RandomRuns.of(1), Map.of()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("is no directory");
    }

    @Test
    void saysWhichFileIsMissing() throws IOException {
        Path target = directory.resolve("run");
        RunDirectory.write(target, RandomRuns.of(1), Map.of());
        Files.delete(target.resolve("log/ops.npy"));

        assertThatThrownBy(() -> RunDirectory.read(target))
                .isInstanceOf(InputException.class)
                .hasMessage(target.resolve("log/ops.npy") + ": is missing from the run");
    }

    @Test
    void refusesAnotherSchema() throws IOException {
        Path target = directory.resolve("run");
        RunDirectory.write(target, RandomRuns.of(1), Map.of());
        Path index = target.resolve("log/log.json");
        Files.writeString(index, Files.readString(index).replace("\"schema\" : 1", "\"schema\" : 2"));

        assertThatThrownBy(() -> LogFiles.read(target.resolve("log")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("is of schema 2, and this version reads schema 1");
    }

    @Test
    void refusesADirectoryThatIsNoRun() {
        assertThatThrownBy(() -> RunDirectory.read(directory))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("is not a run directory");
        assertThatThrownBy(() -> RunDirectory.read(directory.resolve("absent")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("there is no such run directory");
    }

    @Test
    void findsRunsInTheOrderOfTheirNames() throws IOException {
        for (String run : List.of("b/2", "b/10", "a", ".hidden/x")) {
            RunDirectory.write(directory.resolve(run), RandomRuns.of(1), Map.of());
        }
        Files.createDirectory(directory.resolve("empty"));

        assertThat(RunDirectory.findAll(directory).stream()
                        .map(found -> directory.relativize(found).toString()))
                .containsExactly("a", "b/10", "b/2");
    }

    private static List<String> names(Path parent) {
        try (Stream<Path> children = Files.list(parent)) {
            return children.map(child -> String.valueOf(child.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException("cannot list " + parent, e);
        }
    }
}

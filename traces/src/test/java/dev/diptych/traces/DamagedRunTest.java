package dev.diptych.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.diptych.model.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Damage at random places of every file of a run: it is always noticed, and always with one line for the user. */
final class DamagedRunTest {
    private static final int PLACES = 6;

    @TempDir
    private Path directory;

    private Path run;
    private List<Path> files;

    @BeforeEach
    void write() throws IOException {
        run = directory.resolve("run");
        RunDirectory.write(run, RandomRuns.of(7), Map.of());
        try (Stream<Path> all = Files.walk(run)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void noticesAFlippedBit(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        for (Path file : files) {
            byte[] intact = Files.readAllBytes(file);
            for (int place = 0; place < PLACES; place++) {
                Files.write(file, flipped(intact, random));
                assertNoticed(file);
            }
            Files.write(file, intact);
        }
        assertThat(RunDirectory.read(run).provenance()).containsEntry("seed", "7");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void noticesAMissingEnd(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        for (Path file : files) {
            byte[] intact = Files.readAllBytes(file);
            // The last byte of the list of checksums is a line feed that says nothing.
            int longest = intact.length - 1;
            for (int place = 0; place < PLACES; place++) {
                Files.write(file, Arrays.copyOf(intact, random.nextInt(longest)));
                assertNoticed(file);
            }
            Files.write(file, intact);
        }
    }

    /** With right checksums over wrong contents, the readers are on their own: what they accept keeps every rule of logs. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void survivesDamageThatTheChecksumsCover(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        List<Path> covered =
                files.stream().filter(file -> !file.endsWith(Checksums.FILE)).toList();
        List<String> names = covered.stream()
                .map(file -> run.relativize(file).toString().replace('\\', '/'))
                .toList();
        for (Path file : covered) {
            byte[] intact = Files.readAllBytes(file);
            for (int place = 0; place < PLACES; place++) {
                byte[] damaged = flipped(intact, random);
                Files.write(
                        file,
                        random.nextInt(4) == 0 ? Arrays.copyOf(damaged, random.nextInt(damaged.length)) : damaged);
                Checksums.write(run, names);
                Throwable thrown = catchThrowable(() -> RunDirectory.read(run));
                if (thrown != null) {
                    assertThat(thrown).as(file.toString()).isInstanceOf(InputException.class);
                    assertThat(thrown.getMessage()).doesNotContain("\n");
                }
            }
            Files.write(file, intact);
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "provenance.json | null",
                "provenance.json | {\"gpu\": null}",
                "provenance.json | {\"gpu\": {}}",
                "log/log.json | null",
                "log/log.json | {}",
                "log/log.json | {\"schema\":1,\"seed\":0,\"names\":[null],\"rows\":{},\"payloadBytes\":0}",
                "log/log.json | {\"schema\":1,\"seed\":0,\"names\":[],\"rows\":{\"ops\":null},\"payloadBytes\":0}",
                "log/log.json | {\"schema\":1,\"seed\":0.5,\"names\":[],\"rows\":{},\"payloadBytes\":0}"
            })
    void refusesJsonOfAnotherShape(String file, String json) throws IOException {
        Files.writeString(run.resolve(file), json);
        Checksums.write(
                run,
                files.stream()
                        .filter(each -> !each.endsWith(Checksums.FILE))
                        .map(each -> run.relativize(each).toString().replace('\\', '/'))
                        .toList());

        assertNoticed(run.resolve(file));
    }

    private void assertNoticed(Path file) {
        assertThatThrownBy(() -> RunDirectory.read(run))
                .as(file.toString())
                .isInstanceOf(InputException.class)
                .message()
                .doesNotContain("\n");
    }

    private static byte[] flipped(byte[] intact, SplittableRandom random) {
        byte[] damaged = intact.clone();
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
        return damaged;
    }
}

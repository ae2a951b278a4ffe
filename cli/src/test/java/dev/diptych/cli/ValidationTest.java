package dev.diptych.cli;

import static dev.diptych.cli.CommandLineFixture.repository;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import dev.diptych.traces.RunDirectory;
import dev.diptych.validation.accuracy.RunSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A project with two recorded runs of small copies, in sets of its own; and the lock of the repository itself. */
class ValidationTest {
    private static final String KNOWN =
            "sets: {first: {about: one run}, h1: {about: another one, locked: [suites/h1.yaml, kernels/*]}}";

    @TempDir
    Path root;

    private Path data;

    @BeforeEach
    void fill() throws IOException {
        data = root.resolve("traces/data");
        copy("copy-h2d-4k", "first/small");
        copy("copy-d2h-4k", "h1/back");
        Files.createDirectories(root.resolve("suites"));
        Files.writeString(root.resolve("suites/h1.yaml"), "name: h1\n");
        Files.createDirectories(root.resolve("kernels"));
        // Both runs fill their buffers with it.
        Files.writeString(root.resolve("kernels/philox.cu"), "");
        Files.writeString(root.resolve("kernels/philox.ptx"), "");
        rules(KNOWN);
    }

    private void copy(String run, String name) throws IOException {
        Path from = repository("traces/data/first").resolve(run);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path to = data.resolve(name).resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(file, to);
                }
            }
        }
    }

    private void rules(String yaml) throws IOException {
        Files.writeString(data.resolve("validation.yaml"), yaml);
    }

    private RunSet heldOut() {
        return new Validation(root).all().get(1);
    }

    @Test
    void theRepositoryIsAsItWasLocked() {
        new Validation(repository("")).locks().forEach((set, verdict) -> {
            boolean recorded = Files.isDirectory(repository("traces/data").resolve(set));
            assertThat(recorded ? verdict.isUnchanged() : verdict.isKept())
                    .as("%s: %s", set, verdict)
                    .isTrue();
        });
    }

    @Test
    void everyRecordedRunOfTheRepositoryIsOfASet() {
        assertThat(new Validation(repository("")).recorded()).hasSizeGreaterThanOrEqualTo(54);
    }

    @Test
    void aHeldOutSetIsGoodOnceItIsLocked() {
        assertThat(heldOut().isGood()).isFalse();
        assertThat(heldOut().lock().orElseThrow().missing())
                .contains("suites/h1.yaml", "traces/data/h1/back/SHA256SUMS");
        assertThat(new Validation(root).lock("")).isEmpty();
        assertThat(heldOut().isGood()).isTrue();
    }

    @Test
    void aHeldOutSetIsBadWhenItsSuiteHasChanged() throws IOException {
        new Validation(root).lock("");
        Files.writeString(root.resolve("suites/h1.yaml"), "name: easier\n");
        assertThat(heldOut().isGood()).isFalse();
        assertThat(heldOut().lock().orElseThrow()).hasToString("not as it was locked: suites/h1.yaml has changed");
        assertThatThrownBy(() -> new Validation(root).lock("")).isInstanceOf(InputException.class);
        assertThat(new Validation(root).lock("it named a kernel that there is not"))
                .containsExactly("suites/h1.yaml");
        assertThat(heldOut().isGood()).isTrue();
    }

    @Test
    void aHeldOutSetIsBadWhenARunIsGone() throws IOException {
        new Validation(root).lock("");
        try (Stream<Path> files = Files.walk(data.resolve("h1"))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        Files.createDirectories(data.resolve("h1"));
        copy("copy-h2d-4k", "h1/other");
        assertThat(heldOut().lock().orElseThrow().changed()).contains("traces/data/h1/back/SHA256SUMS is gone");
    }

    @Test
    void theKernelsOfAHeldOutSetHaveToBeLocked() throws IOException {
        copy("stream-copy-64k", "h1/copy");
        new Validation(root).lock("");
        assertThat(heldOut().lock().orElseThrow().missing())
                .contains("stream.cu, which a run launched", "stream.ptx, which a run launched");
    }

    @Test
    void nothingMayBeFittedToAHeldOutSet() throws IOException {
        rules(KNOWN.replace("locked:", "fitted: {'*': latency}, locked:"));
        assertThatThrownBy(() -> new Validation(root))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("validation.yaml:1")
                .hasMessageContaining("held out");
    }

    @Test
    void whatIsSaidOfRunsIsSaidOfRunsThatThereAre() throws IOException {
        rules(KNOWN.replace("one run", "one run, reasons: {sm*: small, large: none}"));
        assertThatThrownBy(() -> new Validation(root).all())
                .isInstanceOf(InputException.class)
                .hasMessageContaining("'large'")
                .hasMessageContaining("'first'");
        rules(KNOWN.replace("one run", "one run, reasons: {sm*: small}, fitted: {'*': the latency of a copy}"));
        assertThat(new Validation(root).all().get(0).comparisons())
                .singleElement()
                .satisfies(pair -> {
                    assertThat(pair.reason()).isEqualTo("small");
                    assertThat(pair.fitted()).isEqualTo("the latency of a copy");
                });
    }

    @Test
    void aRunOfNoSetIsRefused() throws IOException {
        rules("sets: {first: {about: one run}}");
        assertThatThrownBy(() -> new Validation(root).all())
                .isInstanceOf(InputException.class)
                .hasMessageContaining("back")
                .hasMessageContaining("known: first");
    }

    @Test
    void aSetWithGatesAndNoRunsFails() throws IOException {
        rules(KNOWN.replace("}}", "}, micro: {about: none, gates: [{measure: maximum, limit: 0.9}]}}"));
        List<RunSet> sets = new Validation(root).all();
        assertThat(sets.get(2).isGood()).isFalse();
        assertThat(sets.get(0).isGood()).isTrue();
    }

    @Test
    void aRunElsewhereHasNothingSaidOfIt() throws IOException {
        rules(KNOWN.replace("one run", "one run, fitted: {'*': the latency of a copy}"));
        Path elsewhere = root.resolve("first/small");
        RunDirectory.write(elsewhere, RunDirectory.read(data.resolve("first/small")), Map.of());
        assertThat(new Validation(root).compare(List.of(Recorded.read(elsewhere))))
                .singleElement()
                .satisfies(set -> {
                    assertThat(set.name()).isEqualTo("first");
                    assertThat(set.comparisons().get(0).fitted()).isEmpty();
                });
    }

    @Test
    void thePageOnAccuracyIsStaleWhenItSaysSomethingElse() throws IOException {
        List<RunSet> sets = new Validation(root).all();
        AccuracyDocs docs = new AccuracyDocs(root.resolve("docs/accuracy.md"));
        assertThat(docs.stale(sets)).hasSize(2);
        docs.write(sets);
        assertThat(docs.stale(sets)).isEmpty();
        Files.writeString(docs.page(), Files.readString(docs.page()).replace("small", "tiny"));
        assertThat(docs.stale(sets)).containsExactly(docs.page());
        assertThat(root.resolve("docs/figures/accuracy.svg")).content().contains("h1/back");
    }
}

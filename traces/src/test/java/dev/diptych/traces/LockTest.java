package dev.diptych.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LockTest {
    private static final List<String> GLOBS = List.of("suites/h2.yaml", "kernels/*.cu", "data/h2/**");
    private static final String EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @TempDir
    private Path root;

    private Path list;

    @BeforeEach
    void fill() throws IOException {
        list = root.resolve("locked.sha256");
        put("suites/h2.yaml", "");
        put("suites/h1.yaml", "another set's");
        put("kernels/scan.cu", "scan");
        put("kernels/notes.md", "not a kernel");
        put("data/h2/run/log/ops.npy", "ops");
    }

    private void put(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private List<String> lock(String because) {
        return Lock.read(root, list).write(GLOBS, because);
    }

    private Lock.Verdict check() {
        return Lock.read(root, list).check(GLOBS);
    }

    @Test
    void listsWhatTheGlobsMatchAsSha256sumDoes() throws IOException {
        lock("");
        assertThat(Files.readAllLines(list))
                .hasSize(3)
                .contains(EMPTY + "  suites/h2.yaml")
                .anyMatch(line -> line.endsWith("  data/h2/run/log/ops.npy"))
                .anyMatch(line -> line.endsWith("  kernels/scan.cu"));
        assertThat(check().isUnchanged()).isTrue();
        assertThat(check()).hasToString("locked, unchanged: 3 files");
    }

    @Test
    void namesEveryFileThatDiffers() throws IOException {
        lock("");
        put("suites/h2.yaml", "easier");
        put("data/h2/run/log/timers.npy", "new");
        Files.delete(root.resolve("kernels/scan.cu"));
        assertThat(check().isUnchanged()).isFalse();
        assertThat(check().isKept()).isFalse();
        assertThat(check().missing()).containsExactly("data/h2/run/log/timers.npy");
        assertThat(check().changed()).containsExactly("kernels/scan.cu is gone", "suites/h2.yaml has changed");
        assertThat(check()).hasToString("not as it was locked: kernels/scan.cu is gone; suites/h2.yaml has changed");
    }

    @Test
    void saysWhatIsNotLockedYet() {
        Lock.Verdict verdict = Lock.read(root, list).check(List.of("suites/h9.yaml", "nowhere/**", "kernels/*.cu"));
        assertThat(verdict.isKept()).isTrue();
        assertThat(verdict.isUnchanged()).isFalse();
        assertThat(verdict)
                .hasToString("not locked: nothing is suites/h9.yaml; nothing is nowhere/**; kernels/scan.cu");
    }

    @Test
    void takesNewFilesWithoutAReason() throws IOException {
        lock("");
        put("kernels/sort.cu", "sort");
        assertThat(lock("")).isEmpty();
        assertThat(check().isUnchanged()).isTrue();
    }

    @Test
    void refusesAChangeWithoutAReasonAndLeavesTheListAlone() throws IOException {
        lock("");
        String before = Files.readString(list);
        put("kernels/scan.cu", "scan, repaired");
        assertThatThrownBy(() -> lock(" "))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("kernels/scan.cu")
                .hasMessageContaining("say why");
        assertThat(list).hasContent(before);
    }

    @Test
    void keepsTheReasonsOfChanges() throws IOException {
        lock("");
        put("kernels/scan.cu", "scan, repaired");
        assertThat(lock("it read past\nits end")).containsExactly("kernels/scan.cu");
        Files.delete(root.resolve("suites/h2.yaml"));
        lock("moved");
        assertThat(Files.readAllLines(list))
                .startsWith("# kernels/scan.cu: it read past its end", "# suites/h2.yaml: moved")
                .hasSize(4);
        assertThat(check().isKept()).isTrue();
    }

    @Test
    void findsAFileByTheEndOfItsName() {
        lock("");
        Lock lock = Lock.read(root, list);
        assertThat(lock.lists("scan.cu")).isTrue();
        assertThat(lock.lists("kernels/scan.cu")).isTrue();
        assertThat(lock.lists("can.cu")).isFalse();
    }

    @Test
    void refusesAListThatIsDamaged() throws IOException {
        Files.writeString(list, EMPTY + " suites/h2.yaml\n");
        assertThatThrownBy(this::check).isInstanceOf(InputException.class).hasMessageContaining("locked.sha256");
        Files.writeString(list, (EMPTY + "  suites/h2.yaml\n").repeat(2));
        assertThatThrownBy(this::check).isInstanceOf(InputException.class).hasMessageContaining("twice");
    }
}

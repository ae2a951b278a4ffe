package dev.diptych.traces.variants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.diptych.model.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VariantProfilesTest {
    @TempDir
    Path directory;

    private String file(String variants) throws IOException {
        Path file = directory.resolve("profiles.yaml");
        Files.writeString(file, "source: made up\nvariants:\n" + variants);
        return file.toString();
    }

    @Test
    void areReadFromAFile() throws IOException {
        VariantProfiles profiles = VariantProfiles.read(
                file("  - {name: a, accuracy: 0.5, baseMillis: 2, inputMillis: 0.5, loadMillis: 7, weightBytes: 9}\n"));
        assertThat(profiles.variants()).containsExactly(new Variant("a", 0.5, 2, 0.5, 7, 9));
        assertThat(profiles.variants().get(0).latencyMillis(3)).isEqualTo(3.5, within(1e-12));
        assertThat(profiles.indexOf("a")).isZero();
        assertThatThrownBy(() -> profiles.indexOf("b")).hasMessage("no variant is named 'b'; known: [a]");
    }

    @Test
    void areRefusedWhereANumberCannotBe() throws IOException {
        String wrong =
                file("  - {name: a, accuracy: 1.5, baseMillis: 2, inputMillis: 1, loadMillis: 7, weightBytes: 9}\n");
        assertThatThrownBy(() -> VariantProfiles.read(wrong))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("variant 'a': accuracy 1.5");
        assertThatThrownBy(() -> VariantProfiles.read(directory.resolve("none").toString()))
                .isInstanceOf(InputException.class);
    }
}

package dev.diptych.cli;

import static dev.diptych.cli.CommandLineFixture.diptych;
import static dev.diptych.cli.CommandLineFixture.repository;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The networks of the repository with small images, as a user compiles and checks them. */
@Tag("long")
class NetworksTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"resnet18, 32, 1", "mobilenet_v2, 32, 1", "squeezenet1_1, 48, 2"})
    void computesWhatTheReferenceDoes(String network, int size, String passes) {
        Path layers = repository("experiments/models/" + network + ".yaml");
        Path bundle = directory.resolve(network);

        CommandLineFixture.Said compiled = diptych(
                "model", "compile", layers.toString(), "--size", String.valueOf(size), "--out", bundle.toString());
        CommandLineFixture.Said checked = diptych("model", "check", bundle.toString(), "--passes", passes);

        assertThat(compiled.err()).isEmpty();
        assertThat(checked.err()).isEmpty();
        assertThat(checked.out()).startsWith(passes + " passes as expected; largest difference ");
        assertThat(checked.code()).isZero();
    }

    @Test
    void whatIsNoBundleIsBadInput() {
        CommandLineFixture.Said none = diptych("model", "check", directory.toString());
        CommandLineFixture.Said passes = diptych("model", "check", directory.toString(), "--passes", "0");
        CommandLineFixture.Said layers = diptych("model", "compile", "none.yaml", "--out", directory.toString());
        CommandLineFixture.Said batch = diptych(
                "model",
                "compile",
                repository("experiments/models/resnet18.yaml").toString(),
                "--batch",
                "70000",
                "--out",
                directory.toString());

        assertThat(List.of(none.code(), passes.code(), layers.code(), batch.code()))
                .containsOnly(Main.BAD_INPUT);
        assertThat(none.err())
                .isEqualToIgnoringNewLines("diptych: %s/model.json: there is no such file".formatted(directory));
        assertThat(passes.err()).isEqualToIgnoringNewLines("diptych: --passes 0: should be 1 or more");
        assertThat(layers.err()).isEqualToIgnoringNewLines("diptych: none.yaml: there is no such file");
        assertThat(batch.err()).contains("a batch of 70000 images of 'resnet18'; there should be from 1 to ");
    }
}

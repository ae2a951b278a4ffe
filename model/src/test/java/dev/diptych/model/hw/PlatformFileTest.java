package dev.diptych.model.hw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformFileTest {
    @TempDir
    Path folder = Path.of("");

    private String pair = "";

    @BeforeEach
    void readPair() throws IOException {
        try (var stream = Platforms.class.getResourceAsStream("2xh200.yaml")) {
            assertThat(stream).isNotNull();
            pair = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void readsFromAFileWhatAPresetSays() throws IOException {
        assertThat(Platforms.load(write(pair))).isEqualTo(Platforms.load("2xh200"));
    }

    @Test
    void prefersTheModelThatTheFileDescribes() throws IOException {
        String described;
        try (var stream = Platforms.class.getResourceAsStream("gpus/t4.yaml")) {
            assertThat(stream).isNotNull();
            described = new String(stream.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^", "    ");
        }

        Platform platform = Platforms.load(write(pair + "gpuModels:\n  h200:\n" + described));

        assertThat(platform.gpus()).extracting(GpuSpec::sms).containsExactly(40, 40);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "gpus: [h200, h200] | gpus: [h200, h201] | gpus: no GPU model is named 'h201'; known: h200, a100",
                "gpus: [h200, h200] | gpus: [] | platform '2xh200' has no GPU",
                "gpus: [h200, h200] | gpus: [h200] | platform '2xh200' has 1 GPUs, so no gpu1 to link",
                "{model: nvlink4 | {model: nvlink5 | links: no link model is named 'nvlink5'; known: pcie5, nvlink4",
                "from: [host] | from: [hots] | no place is named 'hots'; known: host, gpu0, gpu1",
                "to: [host] | to: [host, host] | platform '2xh200' has two links from gpu0 to host",
                "latencyNanos: | latencyNanos: -1 # | latencyNanos is not negative, but is -1.0",
                "copyGigabytesPerSecond: | copyGigabytesPerSecond: 0 # | copyGigabytesPerSecond is more than 0, but is 0.0",
                "copyGigabytesPerSecond: | copyGigabytes: | no key is named 'copyGigabytes' here",
                "submitNanos: | submitNanos: fast # | 'submitNanos' should be a number, but is 'fast'",
                "callbackNanos: 0 | # | key 'callbackNanos' is missing"
            })
    void saysInOneLineWhatIsWrongWithAFile(String right, String wrong, String message) throws IOException {
        assertThat(pair).contains(right);
        String file = write(pair.replace(right, wrong));

        assertThatThrownBy(() -> Platforms.load(file))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(file + ":")
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    @Test
    void namesTheLineOfAValueThatIsOutOfBounds() throws IOException {
        String file = write(pair.replaceFirst(" latencyNanos: .*", " latencyNanos: -1"));

        // A mapping is where its first key is.
        assertThatThrownBy(() -> Platforms.load(file)).hasMessageMatching(".*\\.yaml:6: latencyNanos.*");
    }

    @Test
    void namesTheKnownPlatforms() {
        assertThatThrownBy(() -> Platforms.load("h100"))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("no platform is named 'h100'; known: h200, 2xh200")
                .hasMessageEndingWith("or a .yaml file");
    }

    @Test
    void refusesATrunkThatCarriesNothing() {
        String trunk =
                "trunks:\n  - {from: [gpu0], to: [gpu0], kernelGigabytesPerSecond: 1, copyGigabytesPerSecond: 1}\n";

        assertThatThrownBy(() -> Platforms.load(write(pair + trunk)))
                .hasMessageContaining("the trunk from [gpu0] to [gpu0] carries no link");
    }

    private String write(String text) throws IOException {
        return Files.writeString(folder.resolve("machine.yaml"), text).toString();
    }
}

package dev.diptych.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.hw.Platforms;
import dev.diptych.model.plugin.Plugins;
import dev.diptych.model.run.BackendPlugin;
import dev.diptych.model.run.DeviceTimes;
import dev.diptych.real.CudaSettings.Completion;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CudaBackendPluginTest {
    @Test
    void isFoundByItsName() {
        assertThat(Plugins.find(BackendPlugin.class, "backend", "cuda")).isInstanceOf(CudaBackendPlugin.class);
    }

    @Test
    void refusesAMachineThatIsNotThereInOneLine() {
        Platform h200 = Platforms.load("h200");
        // More GPUs than any machine has, so that one with a driver refuses too.
        Platform many =
                new Platform("many", Collections.nCopies(1000, h200.gpus().get(0)), h200.links(), h200.host());
        CudaBackendPlugin plugin = new CudaBackendPlugin();

        assertThatThrownBy(() -> plugin.open(many, 1, plugin.defaults()))
                .isInstanceOf(InputException.class)
                .message()
                .doesNotContain("\n")
                .containsAnyOf("run with --backend sim", "choose another platform");
    }

    @Test
    void saysTheSameWhenItIsAskedAgain() {
        assertThat(CudaDevices.describe()).isEqualTo(CudaDevices.describe()).isNotEmpty();
    }

    @Test
    void explainsAMissingDriverInOneLine() {
        String nested =
                "Error while loading native library\njava.lang.UnsatisfiedLinkError: libJCudaDriver.so: libcuda.so.1:"
                        + " cannot open shared object file\nat ...";

        assertThat(CudaNatives.explain(nested))
                .isEqualTo("no NVIDIA driver was found (libcuda.so.1 cannot be loaded):"
                        + " run with --backend sim, or install the driver");
        assertThat(CudaNatives.explain("Error\njava.lang.UnsatisfiedLinkError: wrong ELF class\nat ..."))
                .doesNotContain("\n")
                .contains("wrong ELF class", "-Ddiptych.natives");
    }

    @Test
    void refusesSettingsOutOfRange() {
        List<Integer> badSlots = List.of(0, 1, 1000);

        assertThat(badSlots)
                .allSatisfy(slots -> assertThatThrownBy(
                                () -> new CudaSettings(Completion.AUTO, DeviceTimes.NONE, 1 << 20, slots, 0))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("noticeSlots"));
        assertThatThrownBy(() -> new CudaSettings(Completion.AUTO, DeviceTimes.NONE, 100, 1024, 0))
                .hasMessageContaining("stagingBytes");
    }

    @Test
    void readBackBuffersArePowersOfTwoAsFarAsTheyGo() {
        assertThat(ReadBackBuffers.sizeBytes(1)).isEqualTo(4096);
        assertThat(ReadBackBuffers.sizeBytes(4097)).isEqualTo(8192);
        assertThat(ReadBackBuffers.sizeBytes(1 << 30)).isEqualTo(1 << 30);
        assertThat(ReadBackBuffers.sizeBytes((1 << 30) + 1)).isEqualTo((1 << 30) + 1);
    }
}

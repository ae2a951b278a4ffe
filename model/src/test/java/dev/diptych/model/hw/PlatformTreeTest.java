package dev.diptych.model.hw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import dev.diptych.model.config.ConfigNode.Scalar;
import dev.diptych.model.config.ConfigWriter;
import dev.diptych.model.config.Yaml;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PlatformTreeTest {
    private static final Gpu FIRST = new Gpu(0);
    private static final Gpu SECOND = new Gpu(1);

    static List<String> presets() {
        return Platforms.presets();
    }

    @ParameterizedTest
    @MethodSource("presets")
    void describesEveryPresetInFull(String preset) {
        PlatformTree tree = PlatformTree.load(preset);

        assertThat(tree.platform()).isEqualTo(Platforms.load(preset));
        assertThat(PlatformTree.of(Yaml.parse(ConfigWriter.yaml(tree.node()), "written"))
                        .platform())
                .isEqualTo(Platforms.load(preset));
    }

    @Test
    void changesOneNumberOfTheGpuAndNothingElse() {
        PlatformTree base = PlatformTree.load("2xh200");

        PlatformTree changed = base.with("gpu.memory.idleLatencyNanos", 500.5);

        assertThat(changed.platform().gpus())
                .allSatisfy(gpu -> assertThat(gpu.memory().idleLatencyNanos()).isEqualTo(500.5));
        assertThat(changed.number("gpuModels.h200.memory.idleLatencyNanos")).isEqualTo(500.5);
        assertThat(changed.with("gpu.memory.idleLatencyNanos", base.number("gpu.memory.idleLatencyNanos"))
                        .platform())
                .isEqualTo(base.platform());
    }

    @Test
    void roundsWhereAWholeNumberBelongs() {
        PlatformTree changed = PlatformTree.load("h200").with("gpu.l2.hitCycles", 290.6);

        assertThat(changed.number("gpu.l2.hitCycles")).isEqualTo(291);
    }

    @Test
    void givesEachDirectionOfALinkItsOwnValues() {
        PlatformTree changed = PlatformTree.load("2xh200")
                .with("link.fromHost.latencyNanos", 1000)
                .with("link.toHost.latencyNanos", 2000)
                .with("link.peer.latencyNanos", 3000);

        Platform platform = changed.platform();
        assertThat(latency(platform, HostMemory.HOST, SECOND)).isEqualTo(1000);
        assertThat(latency(platform, SECOND, HostMemory.HOST)).isEqualTo(2000);
        assertThat(latency(platform, FIRST, SECOND)).isEqualTo(3000);
    }

    private static double latency(Platform platform, Place from, Place to) {
        return platform.link(from, to).orElseThrow().latencyNanos();
    }

    @Test
    void knowsThatALonelyGpuHasNoPeers() {
        assertThat(PlatformTree.load("h200").has("link.peer.latencyNanos")).isFalse();
        assertThat(PlatformTree.load("2xh200").has("link.peer.latencyNanos")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "h200 | gpu.memory.typo | gpu.memory.typo: no key is named 'typo' here; known: bytes, peakGigabytesPerSecond",
                "h200 | typo | typo: no key is named 'typo' here; known: name, gpuModels, gpus",
                "h200 | gpu.memory | gpu.memory: leads to no number; known below it: bytes",
                "h200 | gpu.name | gpu.name: leads to no number",
                "h200 | gpus.1 | gpus.1: nothing is at '1'",
                "h200 | host.submitNanos.more | host.submitNanos.more: nothing is at 'more'",
                "h200 | link.sideways.latencyNanos | no key is named 'sideways' below 'link'; known: fromHost, toHost, peer",
                "h200 | link | no key is named '' below 'link'",
                "h200 | link.peer.latencyNanos | 'link.peer' stands for the platform's one such model, but it has none",
                "dgx1 | link.peer.latencyNanos | 'link.peer' stands for the platform's one such model, but it has nvlink",
            })
    void refusesAPathThatLeadsNowhere(String preset, String path, String message) {
        PlatformTree tree = PlatformTree.load(preset);

        assertThatThrownBy(() -> tree.number(path))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message);
        assertThatThrownBy(() -> tree.with(path, 1)).isInstanceOf(InputException.class);
    }

    @Test
    void saysWhatIsWrongWithAValue() {
        PlatformTree tree = PlatformTree.load("h200");

        assertThatThrownBy(() -> tree.with("gpu.memory.readEfficiency", 1.5))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("readEfficiency is more than 0 and at most 1, but is 1.5");
        assertThatThrownBy(() -> tree.with("gpu.sms", new Scalar("--set gpu.sms", "many", Scalar.Kind.STRING)))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("--set gpu.sms: 'sms' should be a whole number");
    }
}

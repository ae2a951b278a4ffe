package dev.diptych.systems.serving.scheduler;

import static dev.diptych.systems.serving.ServingFixture.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import dev.diptych.systems.serving.ServingFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportingTest {
    @ParameterizedTest
    @CsvSource({
        "16, 16, 1, 16",
        "16, 16, 256, 16",
        "16, 16, 257, 17",
        "16, 16, 1056, 66",
        "16, 0, 1056, 16",
        "0, 16, 1056, 0",
        "1, 1, 1056, 1056",
        "16, 16, 2147483647, 16777215"
    })
    void largeGridsGatherMoreBlocksIntoANotice(int blocksPerNotice, int mostNotices, long blocks, int expected) {
        int gathered = new Reporting(blocksPerNotice, mostNotices).of(blocks);

        assertThat(gathered).isEqualTo(expected);
    }

    @Test
    void noGridSendsMoreNoticesThanItMay() {
        Reporting reporting = new Reporting(16, 16);
        for (long blocks = 1; blocks < 5000; blocks++) {
            assertThat((blocks + reporting.of(blocks) - 1) / reporting.of(blocks))
                    .isBetween(1L, 16L);
        }
    }

    @Test
    void eachKernelReportsByItsOwnSize() {
        String models = "[{name: a, source: {name: chain, kernels: [{blocks: 16, threads: 64, micros: 20},"
                + " {blocks: 1056, threads: 64, micros: 20}]}}]";
        ServingFixture gpu = new ServingFixture(models, "{name: paella}", ", warmUps: 1");
        assertThat(gpu.blocksPerNotice()).containsExactly(0, 0, 16, 66);
        ServingFixture fixed = new ServingFixture(models, "{name: paella, mostNotices: 0}", ", warmUps: 1");
        assertThat(fixed.blocksPerNotice()).containsExactly(0, 0, 16, 16);
    }

    @ParameterizedTest
    @CsvSource({"blocksPerNotice: -1", "mostNotices: -1", "blocksPerNotice: 16777216"})
    void refusesWhatTheDeviceCannotSay(String setting) {
        String models = "[" + model("a", 1, 4, 20, "") + "]";
        assertThatThrownBy(() -> new ServingFixture(models, "{name: paella, " + setting + "}"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(setting.replaceAll(":.*", ""));
    }
}

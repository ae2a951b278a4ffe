package dev.diptych.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.model.hw.Platform;
import dev.diptych.model.hw.Platforms;
import dev.diptych.model.run.DeviceTimes;
import dev.diptych.real.CudaSettings.Completion;
import dev.diptych.systems.check.SelfTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("gpu")
final class SelfTestOnGpuTest {
    @ParameterizedTest
    @CsvSource({"STREAM_VALUE, EVENTS", "STREAM_VALUE, NONE", "EVENT, EVENTS", "EVENT, NONE"})
    void passes(Completion completion, DeviceTimes deviceTimes) {
        Platform platform = Platforms.load("h200");
        CudaSettings settings = new CudaSettings(completion, deviceTimes, 64 << 20, 1 << 20, 0);

        assertThat(SelfTest.run(() -> new CudaBackendPlugin().open(platform, 1, settings)))
                .allSatisfy(result -> assertThat(result.outcome() != SelfTest.Outcome.FAILED)
                        .as("%s: %s", result.name(), result.detail())
                        .isTrue());
    }
}

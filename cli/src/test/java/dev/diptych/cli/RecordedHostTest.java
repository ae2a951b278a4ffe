package dev.diptych.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.diptych.model.InputException;
import dev.diptych.model.hw.DispatchSpec;
import dev.diptych.model.hw.HostSpec;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.hw.Platforms;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordedHostTest {
    private static final Platform H200 = Platforms.load("h200");

    @Test
    void isThatOfThePlatformWhereARunTellsNothing() {
        assertThat(RecordedHost.of(H200, Map.of())).isSameAs(H200);
        assertThat(RecordedHost.of(H200, Map.of("host.submitNanos", "3000"))).isSameAs(H200);
    }

    @Test
    void submitsAndHearsAsTheRunTells() {
        HostSpec host = RecordedHost.of(H200, Map.of("host.submitNanos", "6722", "host.turnNanos", "20000"))
                .host();

        DispatchSpec gpu = H200.gpus().get(0).dispatch();
        assertThat(host.submitNanos()).isEqualTo(6722);
        assertThat(host.callNanos()).isCloseTo(2 * H200.host().callNanos(), within(1.0));
        assertThat(host.noticeNanos()
                        + host.submitNanos()
                        + host.callNanos()
                        + gpu.entryNanos()
                        + gpu.startNanos()
                        + gpu.blockNanos()
                        + gpu.signalNanos())
                .isCloseTo(20_000, within(1e-6));
        assertThat(host.memoryBytes()).isEqualTo(H200.host().memoryBytes());
    }

    @Test
    void hearsAtOnceWhereAShortTurnLeavesNoTime() {
        HostSpec host = RecordedHost.of(H200, Map.of("host.submitNanos", "3000", "host.turnNanos", "5000"))
                .host();

        assertThat(host.noticeNanos()).isZero();
    }

    @Test
    void refusesWhatIsNoNumber() {
        assertThatThrownBy(() -> RecordedHost.of(H200, Map.of("host.submitNanos", "fast", "host.turnNanos", "5000")))
                .isInstanceOf(InputException.class)
                .hasMessage("provenance: host.submitNanos is 'fast'; it should be a number");
    }
}

package dev.diptych.systems.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class OpTimesTest {
    @Test
    void whatIsUnknownCountsAsNothing() {
        OpTimes times = new OpTimes(3, List.of(), true);
        assertThat(times.totalMicros()).isZero();
        times.measured(1, 8);
        assertThat(times.micros(0)).isZero();
        assertThat(times.remainingMicros(0)).isEqualTo(8);
        assertThat(times.remainingMicros(1)).isEqualTo(8);
        assertThat(times.remainingMicros(2)).isZero();
        assertThat(times.remainingMicros(3)).isZero();
    }

    @Test
    void aMeasurementCountsAsMuchAsAllBeforeIt() {
        OpTimes times = new OpTimes(2, List.of(10.0, 20.0), true);
        times.measured(0, 30);
        assertThat(times.micros(0)).isEqualTo(20);
        times.measured(0, 40);
        assertThat(times.micros(0)).isEqualTo(30);
        assertThat(times.totalMicros()).isEqualTo(50);
    }

    @Test
    void aProfileStaysWhereNothingIsMeasured() {
        OpTimes times = new OpTimes(2, List.of(10.0, 20.0), false);
        times.warmedUp(0, 99);
        times.measured(1, 99);
        assertThat(times.totalMicros()).isEqualTo(30);
    }

    @Test
    void warmUpsTellWhereThereIsNoProfile() {
        OpTimes times = new OpTimes(2, List.of(), false);
        times.warmedUp(0, 5);
        times.warmedUp(1, 7);
        times.warmedUp(0, 6);
        assertThat(times.totalMicros()).isEqualTo(13);
    }

    @Test
    void refusesAProfileOfAnotherLength() {
        assertThatThrownBy(() -> new OpTimes(3, List.of(1.0), true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a profile of 1 operations for a model of 3");
    }
}

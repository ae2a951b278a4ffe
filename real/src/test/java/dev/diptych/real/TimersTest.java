package dev.diptych.real;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TimersTest {
    @Test
    void ringByTimeAndThenInTheOrderOfSetting() {
        Timers timers = new Timers();
        timers.set(1, 50);
        timers.set(2, 40);
        timers.set(3, 40);

        assertThat(timers.isDue(39)).isFalse();
        assertThat(timers.isDue(40)).isTrue();
        assertThat(timers.ring()).isEqualTo(2);
        assertThat(timers.ring()).isEqualTo(3);
        assertThat(timers.isDue(49)).isFalse();
        assertThat(timers.ring()).isEqualTo(1);
        assertThat(timers.areAwaited()).isFalse();
    }

    @Test
    void inTheBackgroundRingButAreNotAwaited() {
        Timers timers = new Timers();
        timers.setInBackground(1, 50);
        assertThat(timers.areAwaited()).isFalse();
        timers.set(2, 60);
        assertThat(timers.areAwaited()).isTrue();

        assertThat(timers.isDue(50)).isTrue();
        assertThat(timers.ring()).isEqualTo(1);
        assertThat(timers.areAwaited()).isTrue();
        assertThat(timers.ring()).isEqualTo(2);
        assertThat(timers.areAwaited()).isFalse();
        assertThat(timers.isDue(Long.MAX_VALUE)).isFalse();
    }
}

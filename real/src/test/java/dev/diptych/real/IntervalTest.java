package dev.diptych.real;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IntervalTest {
    @Test
    void staysWhereTheDeviceSaysWhenTheHostAgrees() {
        assertThat(Interval.within(100, 200, 120, 30)).isEqualTo(new Interval(120, 150, false, false));
    }

    @Test
    void movesAsAWholeWhenItBeginsTooEarly() {
        assertThat(Interval.within(100, 200, 90, 30)).isEqualTo(new Interval(100, 130, true, false));
    }

    @Test
    void movesAsAWholeWhenItEndsTooLate() {
        assertThat(Interval.within(100, 200, 180, 30)).isEqualTo(new Interval(170, 200, true, false));
    }

    @Test
    void isShortenedOnlyWhenTheHostSawLessTimePass() {
        assertThat(Interval.within(100, 120, 90, 30)).isEqualTo(new Interval(100, 120, true, true));
    }
}

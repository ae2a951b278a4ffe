package dev.diptych.sim.ptx.exec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArrivalsTest {
    @Test
    void takesThoseThatComeAtOnceOneAfterTheOther() {
        assertThat(taken(2, 7, 7, 7, 7, 7)).isEqualTo(17);
    }

    @Test
    void takesALatecomerAtOnce() {
        assertThat(taken(2, 100, 7, 7, 7)).isEqualTo(102);
    }

    @Test
    void keepsALatecomerWaitingWhileOthersAreTaken() {
        assertThat(taken(2, 7, 9, 7, 7)).isEqualTo(15);
    }

    @Test
    void isOverAtOnceWithoutAny() {
        assertThat(taken(2)).isZero();
    }

    private static long taken(long each, long... times) {
        Arrivals arrivals = new Arrivals();
        for (long time : times) {
            arrivals.add(time);
        }
        return arrivals.taken(each);
    }
}

package dev.diptych.sim.ptx.exec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TurnsTest {
    private final Turns turns = new Turns();

    @Test
    void areAsManyAsEqualPartsOfTheWork() {
        for (int round = 1; round <= 10; round++) {
            turns.add(round, 3);
            turns.add(round, 4);
        }

        assertThat(turns.count()).isEqualTo(10);
    }

    @Test
    void areFewerWhereTheWorkIsUneven() {
        turns.add(1, 60);
        turns.add(2, 20);
        turns.add(3, 20);

        assertThat(turns.count()).isEqualTo(100.0 * 100 / (60 * 60 + 2 * 20 * 20));
    }

    @Test
    void areMoreWhereMuchIsIssuedBeforeTheFirstWait() {
        turns.add(0, 10);
        turns.add(1, 10);

        assertThat(turns.count()).isEqualTo(4);
    }

    @Test
    void areMostWithoutWaits() {
        turns.add(0, 100);

        assertThat(turns.count()).isEqualTo(256);
    }

    @Test
    void countAllRoundsBeyondTheMostAsOne() {
        for (int round = 1; round < 255; round++) {
            turns.add(round, 1);
        }
        turns.add(255, 1);
        turns.add(100_000, 1);

        assertThat(turns.count()).isEqualTo(256.0 * 256 / (254 + 4));
    }

    @Test
    void areNeverLessThanOneOrMoreThanTheMost() {
        turns.add(1, 7);
        assertThat(turns.count()).isEqualTo(1);

        turns.add(0, 1_000_000);
        assertThat(turns.count()).isEqualTo(256);
    }

    @Test
    void forgetWhatIsCleared() {
        turns.add(9, 5);
        turns.add(2, 5);
        turns.clear();
        turns.add(1, 8);

        assertThat(turns.count()).isEqualTo(1);
    }

    @Test
    void areOneWhereEachWaitIsFollowedByABarrier() {
        for (int round = 1; round <= 100; round++) {
            turns.meet(round - 1);
            turns.add(round, 5);
        }

        assertThat(turns.count()).isEqualTo(1);
    }

    @Test
    void areAsManyAsStretchesBetweenBarriersBehindOneWait() {
        turns.add(1, 4);
        for (int barrier = 0; barrier < 31; barrier++) {
            turns.meet(1);
            turns.add(1, 4);
        }

        assertThat(turns.count()).isEqualTo(32);
    }

    @Test
    void countTheWaitsBetweenTwoBarriersThatHaveSeveral() {
        for (int step = 0; step < 10; step++) {
            turns.meet(4 * step);
            for (int round = 1; round <= 4; round++) {
                turns.add(4 * step + round, 3);
            }
        }

        assertThat(turns.count()).isEqualTo(4);
    }

    @Test
    void areNotEndedByBarriersBeforeTheFirstWait() {
        turns.add(0, 6);
        turns.meet(0);
        turns.add(0, 6);
        turns.add(1, 6);
        turns.add(2, 6);

        assertThat(turns.count()).isEqualTo(24.0 * 24 / (2 * 6 * 6));
    }
}

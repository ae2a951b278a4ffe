package dev.diptych.sim.work;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WarpClockTest {
    @Test
    void warpsOfABlockGoOnTogether() {
        WarpClock clock = new WarpClock(4);
        clock.begin();
        long first = clock.touch(0);
        long second = clock.touch(0);

        assertThat(second - first).isEqualTo(4);
        assertThat(clock.touch(3)).isEqualTo(first);
        assertThat(clock.touch(3)).isEqualTo(second);
    }

    @Test
    void blocksComeOneAfterTheOther() {
        WarpClock clock = new WarpClock(2);
        clock.begin();
        clock.touch(0);
        long last = clock.touch(0);
        clock.touch(1);
        clock.begin();

        assertThat(clock.touch(1)).isGreaterThan(last);
    }

    /** Rows of 1 KiB, each read by two warps, of which one goes through all its part first. */
    @Test
    void opensARowOnceForAllWarpsOfABlock() {
        WarpClock clock = new WarpClock(2);
        OpenRows rows = new OpenRows(OpenRows.ROW_BITS);
        int opened = 0;
        clock.begin();
        for (int warp = 0; warp < 2; warp++) {
            for (int row = 0; row < 1 << 13; row++) {
                opened += rows.open((long) row * OpenRows.ROW_BYTES + warp * 512L, clock.touch(warp)) ? 1 : 0;
            }
        }

        assertThat(opened).isEqualTo(1 << 13);
    }
}

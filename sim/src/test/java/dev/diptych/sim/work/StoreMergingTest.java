package dev.diptych.sim.work;

import static dev.diptych.sim.work.StoreMerging.Added.NOTHING;
import static dev.diptych.sim.work.StoreMerging.Added.REQUEST;
import static dev.diptych.sim.work.StoreMerging.Added.SECTOR;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StoreMergingTest {
    private static final int LINE_BYTES = 128;
    private static final int SECTOR_BYTES = 32;

    private final StoreMerging merging = new StoreMerging(LINE_BYTES, SECTOR_BYTES);

    @Test
    void aLineIsARequestItsOtherSectorsAreNotAndASectorLeavesOnce() {
        assertThat(store(7, 0)).isEqualTo(REQUEST);
        assertThat(store(7, 0)).isEqualTo(NOTHING);
        assertThat(store(7, SECTOR_BYTES - 1)).isEqualTo(NOTHING);
        assertThat(store(7, SECTOR_BYTES)).isEqualTo(SECTOR);
        assertThat(store(7, 3 * SECTOR_BYTES)).isEqualTo(SECTOR);
        assertThat(store(7, SECTOR_BYTES)).isEqualTo(NOTHING);
        assertThat(store(8, 0)).isEqualTo(REQUEST);
    }

    @Test
    void sixLinesAreOnTheirWayAtOnce() {
        for (int line = 0; line < 6; line++) {
            assertThat(store(line, 0)).isEqualTo(REQUEST);
        }
        for (int line = 0; line < 6; line++) {
            assertThat(store(line, 0)).isEqualTo(NOTHING);
            assertThat(store(line, SECTOR_BYTES)).isEqualTo(SECTOR);
        }
    }

    @Test
    void theLineThatWasLongestNotStoredToLeavesFirst() {
        for (int line = 0; line < 6; line++) {
            store(line, 0);
        }
        store(0, 0);
        store(6, 0);

        assertThat(store(0, 0)).isEqualTo(NOTHING);
        assertThat(store(1, 0)).isEqualTo(REQUEST);
    }

    @Test
    void aLineThatComesBackHasNoSectorsOnTheirWay() {
        store(0, 0);
        store(0, SECTOR_BYTES);
        for (int line = 1; line <= 6; line++) {
            store(line, 0);
        }

        assertThat(store(0, SECTOR_BYTES)).isEqualTo(REQUEST);
        assertThat(store(0, 0)).isEqualTo(SECTOR);
    }

    @Test
    void eachWarpOfEachBlockHasLinesOfItsOwn() {
        assertThat(merging.store(0, 0, 0)).isEqualTo(REQUEST);
        assertThat(merging.store(0, 1, 0)).isEqualTo(REQUEST);
        assertThat(merging.store(1, 1, 0)).isEqualTo(REQUEST);
        assertThat(merging.store(1, 1, 0)).isEqualTo(NOTHING);
    }

    private StoreMerging.Added store(int line, int offset) {
        return merging.store(0, 0, (long) line * LINE_BYTES + offset);
    }
}

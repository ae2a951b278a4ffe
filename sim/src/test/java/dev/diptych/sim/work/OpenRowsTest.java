package dev.diptych.sim.work;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpenRowsTest {
    private static final int SECTOR_BYTES = 32;
    /** After so many touches of others, a row is still open. */
    private static final int OTHERS = 4095;

    private final OpenRows rows = new OpenRows(OpenRows.ROW_BITS);
    private long now;

    private boolean open(long address) {
        return rows.open(address, now++);
    }

    @Test
    void aStreamOpensEachRowOnce() {
        int opened = 0;
        for (int row = 0; row < 100; row++) {
            for (int offset = 0; offset < OpenRows.ROW_BYTES; offset += SECTOR_BYTES) {
                opened += open((long) row * OpenRows.ROW_BYTES + offset) ? 1 : 0;
            }
        }

        assertThat(opened).isEqualTo(100);
    }

    @Test
    void aRowClosesAfterSomeTouchesOfOthers() {
        assertThat(open(0)).isTrue();
        touchAnother(OTHERS);
        assertThat(open(0)).isFalse();
        touchAnother(OTHERS + 1);
        assertThat(open(0)).isTrue();
    }

    @Test
    void aTouchKeepsARowOpen() {
        open(0);
        for (int i = 0; i < 10; i++) {
            touchAnother(OTHERS / 2);
            assertThat(open(OpenRows.ROW_BYTES - 1)).isFalse();
        }
    }

    private void touchAnother(int times) {
        for (int i = 0; i < times; i++) {
            open(OpenRows.ROW_BYTES);
        }
    }
}

package dev.diptych.sim.ptx.exec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PipeSlotsTest {
    private final PipeSlots slots = new PipeSlots(8);

    @Test
    void areTakenOnce() {
        assertThat(slots.take(16, 1)).isEqualTo(16);
        assertThat(slots.take(16, 1)).isEqualTo(24);
        assertThat(slots.take(0, 1)).isEqualTo(0);
    }

    @Test
    void areLeftBeforeThoseThatAreTakenAlready() {
        slots.take(8, 3);

        assertThat(slots.take(0, 2)).isEqualTo(0);
        assertThat(slots.lastTime()).isEqualTo(32);
    }

    @Test
    void haveBegunWhereATimeIsInsideThem() {
        assertThat(slots.take(11, 2)).isEqualTo(11);
        assertThat(slots.lastTime()).isEqualTo(16);
    }

    @Test
    void areFoundBeyondManyThatAreTaken() {
        slots.take(0, 64 * 5);

        assertThat(slots.take(0, 1)).isEqualTo(8 * 64 * 5);
        assertThat(slots.take(8 * 10_000, 1)).isEqualTo(8 * 10_000);
        assertThat(slots.take(0, 1)).isEqualTo(8 * (64 * 5 + 1));
    }

    @Test
    void areFreeAgainOnceCleared() {
        slots.take(0, 300);
        slots.clear();

        assertThat(slots.take(8, 1)).isEqualTo(8);
    }
}

package dev.diptych.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

final class NoticeReaderTest {
    private static final int SLOTS = 8;

    private final ByteBuffer ring =
            ByteBuffer.allocateDirect(SLOTS * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final NoticeReader reader = new NoticeReader(ring, SLOTS);
    private long sent;

    @Test
    void findsNothingInAFreshRing() {
        assertThat(reader.poll()).isFalse();
    }

    @Test
    void readsSlotBlocksAndKind() {
        send(0x8000_0001, 0xFF_FFFF, true);
        send(5, 1, false);

        assertNext(0x8000_0001, 0xFF_FFFF, true);
        assertNext(5, 1, false);
        assertThat(reader.poll()).isFalse();
    }

    @Test
    void tellsNewWordsFromOldOnesOnEveryLap() {
        for (int n = 0; n < 5 * SLOTS + 3; n++) {
            assertThat(reader.poll()).isFalse();
            send(n, n + 1, n % 3 == 0);
            assertNext(n, n + 1, n % 3 == 0);
        }
    }

    @Test
    void readsAFullRingAndThenNothing() {
        for (int lap = 0; lap < 3; lap++) {
            for (int n = 0; n < SLOTS; n++) {
                send(n, 1, true);
            }
            for (int n = 0; n < SLOTS; n++) {
                assertNext(n, 1, true);
            }
            assertThat(reader.poll()).isFalse();
        }
    }

    @Test
    void waitsForAWordThatLaterOnesHaveOvertaken() {
        sent = 1;
        send(2, 1, true);
        assertThat(reader.poll()).isFalse();

        sent = 0;
        send(1, 1, true);

        assertNext(1, 1, true);
        assertNext(2, 1, true);
    }

    @Test
    void refusesANoticeAboutNoBlock() {
        send(1, 0, true);

        assertThatThrownBy(reader::poll)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is about no block");
    }

    private void assertNext(int opSlot, int blocks, boolean isStart) {
        assertThat(reader.poll()).isTrue();
        assertThat(reader.opSlot()).isEqualTo(opSlot);
        assertThat(reader.blocks()).isEqualTo(blocks);
        assertThat(reader.isStart()).isEqualTo(isStart);
    }

    /** Writes a word as {@code notices.cuh} does. */
    private void send(int opSlot, int blocks, boolean started) {
        long phase = (sent & SLOTS) == 0 ? 1L << 63 : 0;
        long kind = started ? 1L << 56 : 0;
        ring.putLong(
                (int) (sent & (SLOTS - 1)) * Long.BYTES,
                phase | kind | ((long) blocks << 32) | (opSlot & 0xFFFF_FFFFL));
        sent++;
    }
}

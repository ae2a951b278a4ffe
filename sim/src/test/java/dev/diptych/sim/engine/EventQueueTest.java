package dev.diptych.sim.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.random.Philox;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventQueueTest {
    private record Pending(long time, long sequence) {}

    @ParameterizedTest(name = "agrees with a priority queue on (time, sequence), increments below 2^{0} ps, seed {0}")
    @ValueSource(ints = {0, 1, 4, 9, 10, 11, 16, 21, 22, 23, 30, 45})
    void agreesWithAPriorityQueue(int bits) {
        EventQueue queue = new EventQueue();
        PriorityQueue<Pending> oracle =
                new PriorityQueue<>(Comparator.comparingLong(Pending::time).thenComparingLong(Pending::sequence));
        long sequence = 0;
        for (int step = 0; step < 40_000; step++) {
            long random = Philox.bits64(bits, 1, step);
            boolean adds = oracle.isEmpty() || (random & 7) < (step % 8_000 < 4_000 ? 5 : 3);
            if (adds) {
                // A mixture of scales, so that one run crosses slots, turns of the wheel and the heap.
                long increment = (random >>> 8) & lowBits((int) ((random >>> 3) & 1) * bits);
                long time = queue.nowPicos() + increment;
                queue.add(time, sequence);
                oracle.add(new Pending(time, sequence++));
            } else {
                Pending expected = oracle.remove();
                // Asked now and then: the answer is kept.
                if (random % 3 != 0) {
                    assertThat(queue.nextPicos()).as("step %d", step).isEqualTo(expected.time());
                }
                if (random % 5 == 0) {
                    queue.advanceTo(queue.nowPicos() + (expected.time() - queue.nowPicos()) / 2);
                }
                assertThat(queue.continuesNow()).as("step %d", step).isEqualTo(expected.time() == queue.nowPicos());
                assertThat(queue.poll()).as("step %d", step).isEqualTo(expected.sequence());
                assertThat(queue.nowPicos()).isEqualTo(expected.time());
            }
            assertThat(queue.size()).isEqualTo(oracle.size());
        }
    }

    private static long lowBits(int bits) {
        return (1L << bits) - 1;
    }

    @Test
    void keepsTheOrderOfEqualTimesFromTheHeapAndTheWheel() {
        EventQueue queue = new EventQueue();
        long far = 10_000_000;
        queue.add(far, 0);
        queue.add(far - 1_000_000, 1);
        queue.add(far, 2);
        assertThat(queue.poll()).isEqualTo(1);
        queue.add(far, 3);
        assertThat(queue.poll()).isEqualTo(0);
        queue.add(far, 4);
        assertThat(queue.poll()).isEqualTo(2);
        assertThat(queue.poll()).isEqualTo(3);
        assertThat(queue.poll()).isEqualTo(4);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void refusesThePast() {
        EventQueue queue = new EventQueue();
        queue.add(7, 0);
        queue.poll();
        assertThatThrownBy(() -> queue.add(6, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("7 ps");
    }

    @Test
    void letsTimePassUpToTheNextEvent() {
        EventQueue queue = new EventQueue();
        queue.add(7_000_000, 0);
        queue.advanceTo(7_000_000);
        queue.add(7_000_000, 1);
        assertThat(queue.poll()).isZero();
        assertThat(queue.poll()).isEqualTo(1);
        assertThat(queue.nextPicos()).isEqualTo(EventQueue.NEVER);

        queue.add(9_000_000, 2);
        assertThatThrownBy(() -> queue.advanceTo(9_000_001))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("9000000 ps");
    }

    @Test
    void refusesToPollWhenEmpty() {
        assertThatThrownBy(() -> new EventQueue().poll()).isInstanceOf(IllegalStateException.class);
    }
}

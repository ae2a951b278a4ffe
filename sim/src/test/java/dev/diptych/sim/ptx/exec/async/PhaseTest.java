package dev.diptych.sim.ptx.exec.async;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhaseTest {
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void followsASlowModelOfItself(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int expected = 1 + random.nextInt(Phase.MOST);
        int pending = expected;
        int bytes = 0;
        boolean isOdd = false;
        long word = Phase.first(expected);
        for (int i = 0; i < 10_000; i++) {
            switch (random.nextInt(4)) {
                case 0 -> {
                    int count = pending == 0 ? 0 : 1 + random.nextInt(pending);
                    word = count == 0 ? word : Phase.arrived(word, count);
                    pending -= count;
                }
                case 1 -> {
                    int announced = Math.min(random.nextInt(1000), Phase.MOST - Math.max(0, bytes));
                    word = Phase.announced(word, announced);
                    bytes += announced;
                }
                case 2 -> {
                    int copied = random.nextInt(2) == 0 ? bytes : random.nextInt(100);
                    word = Phase.copied(word, copied);
                    bytes -= copied;
                }
                default -> {
                    if (expected > 1) {
                        word = Phase.dropped(word);
                        expected--;
                    }
                }
            }
            if (pending == 0 && bytes == 0) {
                isOdd = !isOdd;
                pending = expected;
                // An announcement of nothing is no arrival, and does not end a phase by itself.
                word = Phase.copied(word, 0);
            }
            assertThat(Phase.expected(word)).isEqualTo(expected);
            assertThat(Phase.pending(word)).isEqualTo(pending);
            assertThat(Phase.bytes(word)).isEqualTo(bytes);
            assertThat(Phase.isOdd(word)).isEqualTo(isOdd);
        }
    }

    @Test
    void takesCopiesBeforeTheyAreAnnounced() {
        long early = Phase.copied(Phase.first(1), 64);
        long announced = Phase.announced(early, 64);

        assertThat(Phase.bytes(early)).isEqualTo(-64);
        assertThat(Phase.isOdd(announced)).isFalse();
        assertThat(Phase.isOdd(Phase.arrived(announced, 1))).isTrue();
    }
}

package dev.diptych.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StagingRingTest {
    private record Region(int from, int bytes) {}

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void neverGivesTheSameByteTwice(long seed) {
        int capacity = 64 << 10;
        StagingRing ring = new StagingRing(capacity);
        Deque<Region> taken = new ArrayDeque<>();
        SplittableRandom random = new SplittableRandom(seed);
        for (int step = 0; step < 20_000; step++) {
            int bytes = 1 + random.nextInt(random.nextBoolean() ? 300 : ring.largestRegionBytes());
            OptionalInt at = random.nextInt(3) == 0 ? OptionalInt.empty() : ring.take(bytes);
            if (at.isPresent()) {
                Region region = new Region(at.getAsInt(), bytes);
                assertThat(region.from()).isBetween(0, capacity - bytes);
                assertThat(taken)
                        .noneMatch(other -> region.from() < other.from() + other.bytes()
                                && other.from() < region.from() + region.bytes());
                taken.add(region);
            } else if (!taken.isEmpty()) {
                taken.remove();
                ring.freeOldest();
            }
        }
    }

    @Test
    void hasRoomForTheLargestRegionWhereverItsHeadIs() {
        StagingRing ring = new StagingRing(8192);
        for (int step = 0; step < 100; step++) {
            assertThat(ring.take(300)).isPresent();
            ring.freeOldest();
            assertThat(ring.take(ring.largestRegionBytes())).isPresent();
            ring.freeOldest();
            assertThat(ring.isEmpty()).isTrue();
        }
    }

    @Test
    void isFullUntilTheOldestRegionIsFreed() {
        StagingRing ring = new StagingRing(1024);
        ring.take(512);
        ring.take(512);
        assertThat(ring.take(1)).isEmpty();

        ring.freeOldest();

        assertThat(ring.take(1)).hasValue(0);
    }

    @Test
    void refusesARegionThatMightNeverFit() {
        StagingRing ring = new StagingRing(1024);

        assertThatThrownBy(() -> ring.take(513)).isInstanceOf(IllegalArgumentException.class);
    }
}

package dev.diptych.systems.embedding.hotness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SparseIdsTest {
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void numbersAnyIdsInTheOrderInWhichTheyCame(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SparseIds ids = new SparseIds();
        Map<Long, Integer> expected = new LinkedHashMap<>();
        for (int i = 0; i < 5000; i++) {
            // Many come again; 0 and -1 are ids like all others.
            long id = random.nextInt(4) == 0 ? random.nextLong() : random.nextLong(-500, 500);
            expected.putIfAbsent(id, expected.size());

            assertThat(ids.add(id)).isEqualTo(expected.get(id));
        }

        assertThat(ids.size()).isEqualTo(expected.size());
        expected.forEach((id, number) -> {
            assertThat(ids.find(id)).isEqualTo(number);
            assertThat(ids.id(number)).isEqualTo(id);
        });
        assertThat(ids.find(1000)).isEqualTo(SparseIds.UNKNOWN);
    }
}

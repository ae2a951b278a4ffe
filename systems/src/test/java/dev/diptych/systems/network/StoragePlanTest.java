package dev.diptych.systems.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.systems.network.StoragePlan.Need;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoragePlanTest {
    @Test
    void aChainOfTensorsTakesTwoStorages() {
        List<Need> needs = List.of(
                new Need(10, 0, 1, false),
                new Need(30, 1, 2, false),
                new Need(20, 2, 3, false),
                new Need(5, 3, 4, false));

        StoragePlan plan = StoragePlan.of(needs, 5);

        assertThat(plan.storageOf()).containsExactly(0, 1, 0, 1);
        assertThat(plan.counts()).containsExactly(20L, 30L);
    }

    @Test
    void theSmallestStorageThatIsLargeEnoughIsTaken() {
        List<Need> needs = List.of(
                new Need(50, 0, 0, false),
                new Need(30, 0, 0, false),
                new Need(20, 1, 1, false),
                new Need(9, 2, 2, true));

        StoragePlan plan = StoragePlan.of(needs, 3);

        assertThat(plan.storageOf()).containsExactly(0, 1, 1, 2);
        assertThat(plan.counts()).containsExactly(50L, 30L, 9L);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void tensorsThatAreNeededAtOnceNeverShare(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int kernels = 40;
        List<Need> needs = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            int first = random.nextInt(kernels);
            int last = Math.min(kernels - 1, first + random.nextInt(6));
            needs.add(new Need(1 + random.nextInt(1000), first, last, random.nextInt(5) == 0));
        }

        StoragePlan plan = StoragePlan.of(needs, kernels);

        for (int one = 0; one < needs.size(); one++) {
            Need need = needs.get(one);
            assertThat(plan.counts().get(plan.storageOf().get(one))).isGreaterThanOrEqualTo(need.count());
            for (int other = 0; other < one; other++) {
                Need earlier = needs.get(other);
                boolean areTogether = need.firstUse() <= earlier.lastUse() && earlier.firstUse() <= need.lastUse();
                if (areTogether || need.isOwn() || earlier.isOwn()) {
                    assertThat(plan.storageOf().get(one))
                            .isNotEqualTo(plan.storageOf().get(other));
                }
            }
        }
        assertThat(plan.counts().size()).isLessThan(needs.size());
    }
}

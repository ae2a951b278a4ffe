package dev.diptych.systems.embedding.replacement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.model.plugin.Plugins;
import dev.diptych.model.random.Zipf;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReplacementPolicyTest {
    /** A cache as changes say it is. */
    private static final class Told implements ReplacementPolicy.Changes {
        private final Set<Integer> there;

        Told(List<Integer> first) {
            there = new HashSet<>(first);
        }

        @Override
        public void leaves(int entry) {
            assertThat(there.remove(entry)).isTrue();
        }

        @Override
        public void comes(int entry) {
            assertThat(there.add(entry)).isTrue();
        }
    }

    static List<ReplacementPolicy> policies() {
        return Plugins.all(ReplacementPolicy.class);
    }

    @ParameterizedTest
    @MethodSource("policies")
    void tellsOfEveryChangeAndKeepsToItsRoom(ReplacementPolicy policy) {
        for (int rows : new int[] {0, 1, 30}) {
            List<Integer> first = IntStream.range(0, rows / 2).boxed().toList();
            Told told = new Told(first);
            ReplacementPolicy.Cache cache = policy.open(rows, first);
            SplittableRandom random = new SplittableRandom(rows);
            for (int i = 0; i < 5000; i++) {
                int entry = random.nextInt(random.nextInt(1, 100));
                boolean wasThere = told.there.contains(entry);

                assertThat(cache.read(entry, told)).isEqualTo(wasThere);
                assertThat(told.there).hasSizeLessThanOrEqualTo(rows);
            }
        }
    }

    @Test
    void leastRecentlyReadOnesLeave() {
        Told told = new Told(List.of());
        ReplacementPolicy.Cache cache = new Lru().open(20, List.of());
        Deque<Integer> order = new ArrayDeque<>();
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 3000; i++) {
            int entry = random.nextInt(50);
            cache.read(entry, told);
            order.remove(entry);
            order.add(entry);
            if (order.size() > 20) {
                order.remove();
            }

            assertThat(told.there).containsExactlyInAnyOrderElementsOf(order);
        }
    }

    /** A scan of entries that are read once each: LRU loses what it had, the others hardly anything. */
    @Test
    void frequencyOutlivesAScan() {
        assertThat(hitsAfterScan(new Lru())).isLessThan(10);
        assertThat(hitsAfterScan(new Lfu())).isGreaterThan(80);
        assertThat(hitsAfterScan(new TinyLfu())).isGreaterThan(80);
    }

    private static int hitsAfterScan(ReplacementPolicy policy) {
        Told told = new Told(List.of());
        ReplacementPolicy.Cache cache = policy.open(100, List.of());
        for (int i = 0; i < 800; i++) {
            cache.read(i % 100, told);
        }
        for (int i = 0; i < 150; i++) {
            cache.read(1000 + i, told);
        }
        return (int) IntStream.range(0, 100).filter(told.there::contains).count();
    }

    /** Entries of Zipf 1.0 with room for a tenth: the hottest tenth has 69 % of the reads, and LRU gets 52 of them. */
    @Test
    void frequencyHitsMoreOftenThanRecencyWhereNothingChanges() {
        double lru = hitShare(new Lru());

        assertThat(lru).isBetween(0.45, 0.6);
        assertThat(hitShare(new Lfu())).isGreaterThan(lru + 0.08);
        assertThat(hitShare(new TinyLfu())).isGreaterThan(lru + 0.04);
    }

    private static double hitShare(ReplacementPolicy policy) {
        Told told = new Told(List.of());
        ReplacementPolicy.Cache cache = policy.open(100, List.of());
        Zipf zipf = new Zipf(1000, 1.0);
        int hits = 0;
        for (int i = 0; i < 40_000; i++) {
            hits += cache.read((int) zipf.rank(2, 2, i), told) ? 1 : 0;
        }
        return hits / 40_000.0;
    }
}

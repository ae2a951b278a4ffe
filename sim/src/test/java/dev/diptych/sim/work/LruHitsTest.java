package dev.diptych.sim.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LruHitsTest {
    private static final int REQUESTS = 60_000;

    @ParameterizedTest(name = "zipf {0} over {1} rows, {2} cached, {3} passing, seed {4}")
    @CsvSource({
        "0.6, 20000, 1000, 0, 1",
        "0.6, 20000, 8000, 1, 2",
        "1.0, 20000, 200, 0, 3",
        "1.0, 20000, 2000, 0, 4",
        "1.0, 20000, 2000, 1, 5",
        "1.2, 100000, 1000, 0, 6",
        "1.2, 100000, 1000, 1, 7"
    })
    void agreesWithLruOnZipfKeys(double exponent, int rows, int capacity, int passing, long seed) {
        long[] keys = zipf(exponent, rows, seed);

        double approximated = ofSample(keys, capacity, passing);

        assertThat(approximated).isCloseTo(lru(keys, capacity, passing), within(0.02));
    }

    @ParameterizedTest(name = "{0} rows, {1} cached, {2} passing, seed {3}")
    @CsvSource({"5000, 1000, 0, 1", "5000, 4000, 0, 2", "5000, 4900, 1, 3", "100000, 30000, 0, 4", "100000, 90000, 1, 5"
    })
    void agreesWithLruOnUniformKeysSeenOrNot(int rows, int capacity, int passing, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long[] keys = random.longs(REQUESTS, 0, rows).toArray();
        double simulated = lru(keys, capacity, passing);

        assertThat(ofSample(keys, capacity, passing)).isCloseTo(simulated, within(0.02));
        assertThat(new LruHits(capacity, 1, passing).ofUniform(REQUESTS, rows)).isCloseTo(simulated, within(0.02));
    }

    @Test
    void missesOnlyTheFirstRequestsWhenEverythingFits() {
        assertThat(ofSample(new long[] {3, 3, 3, 7, 7, 9}, 100, 1)).isCloseTo(0.5, within(1e-9));
    }

    @Test
    void neverHitsWhereNoRowComesTwice() {
        assertThat(ofSample(new long[] {1, 2, 3, 4}, 2, 0)).isZero();
    }

    @Test
    void handlesNoRequestsAndASingleRow() {
        LruHits cache = new LruHits(4, 1, 0);

        assertThat(cache.ofSample(new long[0])).isZero();
        assertThat(cache.ofUniform(0, 10)).isZero();
        assertThat(cache.ofUniform(10, 1)).isCloseTo(0.9, within(1e-9));
    }

    private static double ofSample(long[] keys, int capacity, int passing) {
        long[] sorted = keys.clone();
        Arrays.sort(sorted);
        return new LruHits(capacity, 1, passing).ofSample(sorted);
    }

    private static long[] zipf(double exponent, int rows, long seed) {
        double[] cumulative = new double[rows];
        double sum = 0;
        for (int row = 0; row < rows; row++) {
            sum += StrictMath.pow(row + 1, -exponent);
            cumulative[row] = sum;
        }
        double total = sum;
        SplittableRandom random = new SplittableRandom(seed);
        long[] keys = new long[REQUESTS];
        for (int i = 0; i < REQUESTS; i++) {
            int found = Arrays.binarySearch(cumulative, random.nextDouble() * total);
            keys[i] = found < 0 ? -found - 1 : found;
        }
        return keys;
    }

    /** The share of hits in a cache of {@code capacity} records; each request also inserts {@code passing} that nobody asks for again. */
    private static double lru(long[] keys, int capacity, int passing) {
        Map<Long, Boolean> cached = new LinkedHashMap<>(16, 0.75f, true);
        long hits = 0;
        long unique = -1;
        for (long key : keys) {
            if (cached.get(key) != null) {
                hits++;
            } else {
                insert(cached, key, capacity);
            }
            for (int i = 0; i < passing; i++) {
                insert(cached, unique--, capacity);
            }
        }
        return (double) hits / keys.length;
    }

    private static void insert(Map<Long, Boolean> cached, long key, int capacity) {
        cached.put(key, true);
        if (cached.size() > capacity) {
            Iterator<Long> oldest = cached.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }
}

package dev.diptych.systems.embedding.hotness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.diptych.model.random.Zipf;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecayedCountsTest {
    @Test
    void aReadCountsForHalfAfterAHalfLife() {
        DecayedCounts counts = new DecayedCounts(4);
        counts.read(-7);
        for (int i = 0; i < 4; i++) {
            counts.read(8);
        }

        assertThat(counts.of(-7)).isCloseTo(0.5, within(1e-12));
        assertThat(counts.of(9)).isZero();
    }

    @Test
    void whatHardlyCountsIsForgottenAndMayComeAgain() {
        DecayedCounts counts = new DecayedCounts(1);
        counts.read(1);
        for (int i = 0; i < 6; i++) {
            counts.read(2);
        }
        counts.tidy();

        assertThat(counts.size()).isEqualTo(1);
        assertThat(counts.of(1)).isZero();
        counts.read(1);
        assertThat(counts.of(1)).isCloseTo(1, within(1e-12));
    }

    /** Weights are rescaled several times in 2000 reads of a half life of one. */
    @ParameterizedTest(name = "half life {0}")
    @ValueSource(doubles = {1, 50, Double.POSITIVE_INFINITY})
    void countsAsSummingUpAllReadsDoes(double halfLife) {
        DecayedCounts counts = new DecayedCounts(halfLife);
        SplittableRandom random = new SplittableRandom(3);
        long[] ids =
                random.ints(2000, 0, 40).mapToLong(i -> i * 0x9e3779b97f4a7c15L).toArray();
        Map<Long, Double> sums = new HashMap<>();
        Map<Long, Integer> times = new HashMap<>();
        double all = 0;
        for (int i = 0; i < ids.length; i++) {
            counts.read(ids[i]);
            double weight = Math.pow(0.5, (ids.length - 1 - i) / halfLife);
            sums.merge(ids[i], weight, Double::sum);
            times.merge(ids[i], 1, Integer::sum);
            all += weight;
        }

        for (long id : ids) {
            assertThat(counts.of(id)).isCloseTo(sums.get(id), within(1e-9));
        }
        assertThat(counts.reads()).isCloseTo(all, within(1e-9 * all));
        assertThat(counts.singletons()).isZero();
    }

    /** Of a Zipf stream of which 30 000 entries are read 50 000 times, 15 % of the next reads go to what was not seen; UGache assumes 2 %. */
    @ParameterizedTest(name = "half life {0}")
    @ValueSource(doubles = {40_000, Double.POSITIVE_INFINITY})
    void singleReadsTellHowMuchWasNeverSeen(double halfLife) {
        int entries = 30_000;
        int reads = 50_000;
        DecayedCounts counts = new DecayedCounts(halfLife);
        Zipf zipf = new Zipf(entries, 0.8);
        boolean[] isSeen = new boolean[entries];
        for (int i = 0; i < reads; i++) {
            int rank = (int) zipf.rank(1, 1, i) - 1;
            counts.read(rank);
            isSeen[rank] = true;
        }
        double all = 0;
        double unseen = 0;
        for (int rank = 0; rank < entries; rank++) {
            double weight = Math.pow(rank + 1, -0.8);
            all += weight;
            unseen += isSeen[rank] ? 0 : weight;
        }

        assertThat(unseen / all).isBetween(0.1, 0.3);
        assertThat(counts.singletons() / counts.reads()).isCloseTo(unseen / all, within(0.1 * unseen / all));
    }
}

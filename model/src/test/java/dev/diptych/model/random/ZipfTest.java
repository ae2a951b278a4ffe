package dev.diptych.model.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZipfTest {
    private static final int DRAWS = 200_000;
    private static final int RANKS = 50;

    @ParameterizedTest(name = "exponent {0}")
    @ValueSource(doubles = {0.5, 0.9, 1.0, 1.2, 2.5})
    void followsThePowerLaw(double exponent) {
        double[] expected = new double[RANKS + 1];
        double sum = 0;
        for (int rank = 1; rank <= RANKS; rank++) {
            expected[rank] = StrictMath.pow(rank, -exponent);
            sum += expected[rank];
        }
        long[] count = new long[RANKS + 1];
        Zipf zipf = new Zipf(RANKS, exponent);
        for (int i = 0; i < DRAWS; i++) {
            count[(int) zipf.rank(11, 0, i)]++;
        }
        double chiSquare = 0;
        for (int rank = 1; rank <= RANKS; rank++) {
            double wanted = expected[rank] / sum * DRAWS;
            chiSquare += (count[rank] - wanted) * (count[rank] - wanted) / wanted;
        }
        // 49 degrees of freedom: the 0.999 quantile is 85.4. Ranks off by one, a usual mistake, give many thousands.
        assertThat(chiSquare).isLessThan(85.4);
    }

    @Test
    void oneRankIsAlwaysDrawn() {
        assertThat(new Zipf(1, 1.1).rank(1, 2, 3)).isEqualTo(1);
    }

    @Test
    void reachesFarIntoLargeTables() {
        Zipf zipf = new Zipf(1L << 33, 0.8);
        long beyondHalf = 0;
        for (int i = 0; i < 10_000; i++) {
            beyondHalf += zipf.rank(1, 0, i) > 1L << 32 ? 1 : 0;
        }
        // The mass beyond half of the ranks is 1 - 0.5^0.2, about 0.129.
        assertThat(beyondHalf / 10_000.0).isCloseTo(0.129, within(0.02));
    }
}

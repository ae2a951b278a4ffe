package dev.diptych.model.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ScatterTest {
    private static final double GIB = 1L << 30;

    @Test
    void whatIsWithinReachMissesNothing() {
        assertThat(new Scatter(1, 0.5, GIB, GIB).missesPerByte(GIB)).isZero();
        assertThat(Scatter.OF_STREAM.missesPerByte(0)).isZero();
    }

    @Test
    void loadsInNoOrderMissWhatIsNotHeld() {
        assertThat(new Scatter(0.01, 0.001, 4 * GIB, 4 * GIB).missesPerByte(GIB))
                .isEqualTo(0.0075);
    }

    @Test
    void spansInTurnMissEachGranuleOnce() {
        assertThat(new Scatter(0.01, 0.001, GIB / 2, 4 * GIB).missesPerByte(GIB))
                .isEqualTo(0.001);
    }

    /** Against rows that are really drawn. */
    @Test
    void rowsLieInAsManyGranulesAsDrawsHit() {
        int all = 4096;
        int rows = 3000;
        SplittableRandom random = new SplittableRandom(1);
        BitSet hit = new BitSet();
        for (int i = 0; i < rows; i++) {
            hit.set(random.nextInt(all));
        }

        assertThat(Scatter.granules(rows, (double) ((long) all << Scatter.GRANULE_BITS)))
                .isCloseTo(hit.cardinality(), within(0.02 * all));
    }
}

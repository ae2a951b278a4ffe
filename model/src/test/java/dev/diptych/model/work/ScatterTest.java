package dev.diptych.model.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ScatterTest {
    private static final double GIB = 1L << 30;

    @Test
    void missesWhatIsNotHeldOfFirstTurnsAndOfTheRest() {
        assertThat(new Scatter(0.01, 0.01, GIB, GIB).missesPerByte(0.25, 0.25)).isEqualTo(0.0075);
        assertThat(new Scatter(0.01, 0.002, GIB, 4 * GIB).missesPerByte(0.75, 0))
                .isCloseTo(0.004, within(1e-15));
        assertThat(Scatter.OF_STREAM.missesPerByte(0, 0)).isZero();
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

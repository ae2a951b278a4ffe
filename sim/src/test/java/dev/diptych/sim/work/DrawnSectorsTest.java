package dev.diptych.sim.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DrawnSectorsTest {
    private static final double MANY = 1e9;

    @Test
    void runsThatShareNothingAddUp() {
        DrawnSectors drawn = DrawnSectors.of(400, 4, 400, MANY);

        assertThat(drawn.touched(0.5)).isEqualTo(50);
        assertThat(drawn.touched(8)).isEqualTo(800);
    }

    /** What comes round again was touched by any of the others. */
    @Test
    void runsThatShareNothingFindWhatAWindowHolds() {
        assertThat(DrawnSectors.of(400, 4, 400, 600).foundWithin(2, 8)).isEqualTo(0.25);
    }

    @Test
    void whatEachRunTouchesIsAlwaysInAWindowOfARun() {
        DrawnSectors drawn = DrawnSectors.of(400, 4, 100, MANY);

        assertThat(drawn.touched(1000)).isCloseTo(100, within(1e-6));
        assertThat(drawn.foundWithin(1, 1000)).isEqualTo(1);
    }

    @Test
    void withoutAWindowNothingIsFound() {
        assertThat(DrawnSectors.of(400, 4, 300, MANY).foundWithin(0, 100)).isZero();
    }

    /** Against runs that really draw, and a window of the latest of them. */
    @ParameterizedTest(name = "{1} of {0} sectors a run, window of {2} of {3} runs, seed {4}")
    @CsvSource({"20000, 100, 50, 400, 1", "20000, 100, 200, 400, 2", "5000, 1000, 2, 100, 3", "100000, 1000, 10, 40, 4"
    })
    void findsAsOftenAsDrawsDo(int population, int each, int window, int runs, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        BitSet before = new BitSet();
        ArrayDeque<BitSet> latest = new ArrayDeque<>();
        long repeated = 0;
        long found = 0;
        for (int run = 0; run < runs; run++) {
            BitSet now = new BitSet();
            while (now.cardinality() < each) {
                now.set(random.nextInt(population));
            }
            for (int sector = now.nextSetBit(0); sector >= 0; sector = now.nextSetBit(sector + 1)) {
                int sought = sector;
                repeated += before.get(sector) ? 1 : 0;
                found += latest.stream().anyMatch(one -> one.get(sought)) ? 1 : 0;
            }
            before.or(now);
            latest.addLast(now);
            if (latest.size() > window) {
                latest.removeFirst();
            }
        }

        assertThat(new DrawnSectors(each, population, population).foundWithin(window, runs))
                .isCloseTo((double) found / repeated, within(0.02));
    }
}

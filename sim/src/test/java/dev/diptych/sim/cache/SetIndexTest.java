package dev.diptych.sim.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SetIndexTest {
    private static final long LAST_LINE = (1L << 49) - 1;

    @ParameterizedTest(name = "{0} sets")
    @ValueSource(ints = {1, 2, 3, 11, 563, 18022, 22528, 65535, 134217728})
    void turnsEachRunByAnOffsetOfItsOwn(int sets) {
        SetIndex index = new SetIndex(sets);
        SplittableRandom random = new SplittableRandom(sets);
        for (int i = 0; i < 100_000; i++) {
            long run = random.nextLong(1 + LAST_LINE / sets);
            long first = run * sets;
            int turn = index.of(first);
            // First and last places are where a quotient that is one off shows.
            int[] places = {0, 1, sets / 2, sets - 1, random.nextInt(sets)};
            for (int place : places) {
                if (place < sets && first + place <= LAST_LINE) {
                    assertThat(index.of(first + place)).isEqualTo((int) (((long) turn + place) % sets));
                }
            }
        }
    }

    @ParameterizedTest(name = "{0} sets")
    @ValueSource(ints = {1, 7, 1000, 22528})
    void givesEachSetOneLineOfARun(int sets) {
        SetIndex index = new SetIndex(sets);
        BitSet met = new BitSet();
        for (long line = 5L * sets; line < 6L * sets; line++) {
            met.set(index.of(line));
        }

        assertThat(met.cardinality()).isEqualTo(sets);
    }

    @ParameterizedTest(name = "stride of 2^{0} lines")
    @ValueSource(ints = {5, 7, 9, 11, 13, 15, 17, 20, 24})
    void spreadsStridesOverSets(int strideShift) {
        int sets = 22528;
        SetIndex index = new SetIndex(sets);
        int[] linesOfSet = new int[sets];
        for (long i = 0; i < 2L * sets; i++) {
            linesOfSet[index.of(i << strideShift)]++;
        }

        // Two in the mean. By line modulo sets, 2^11 * 11, a stride of 2^11 and more meets 11 sets, with 4096 lines
        // each.
        assertThat(Arrays.stream(linesOfSet).max().orElseThrow()).isLessThanOrEqualTo(16);
    }
}

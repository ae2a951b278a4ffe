package dev.diptych.model.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.diptych.model.InputException;
import dev.diptych.model.config.Json;
import dev.diptych.model.placement.problems.PublishedHotness;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HotnessTest {
    /** Shares of reads that go to entries seen once, by research notes on UGache's logs: 2.11 % of papers100M. */
    @Test
    void estimatesTheUnseenShareOfPapers() {
        Hotness hotness = PublishedHotness.histogram(PublishedHotness.PAPERS).hotness();
        assertThat(hotness.unseenShare(0)).isCloseTo(0.0211, within(1e-4));
        assertThat(hotness.singletons()).containsExactly(6409979.0);
        assertThat(hotness.entries()).isEqualTo(111059956);
        assertThat(hotness.unseenEntries(0)).isEqualTo(111059956 - 21588584);
    }

    /** UGache's objective at its floor, 2 % of all reads from the host, tells the sum of all reads: 499.2 / (0.02 * 91.25). */
    @Test
    void findsTheReadsThatTheFloorOfPapersTells() {
        Hotness hotness = PublishedHotness.histogram(PublishedHotness.PAPERS).hotness();
        double percent = 100 * hotness.reads(0) / hotness.entries();
        assertThat(percent).isCloseTo(499.2 / (0.02 * 91.25), within(0.005 * percent));
    }

    /** The lowest three slots of papers100M hold one whole number each. */
    @Test
    void narrowSlotsHaveTheirWholeNumberAsMean() {
        Slots slots = new Slots(288);
        assertThat(slots.mean(30, true)).isCloseTo(1, within(1e-12));
        assertThat(slots.mean(27, false)).isCloseTo(2, within(1e-12));
        assertThat(slots.mean(25, false)).isCloseTo(3, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 288, 1000, 8859940, 56732400})
    void everyCountIsInsideItsSlot(long alpha) {
        Slots slots = new Slots(alpha);
        for (long count = 1; count <= alpha; count += 1 + count / 50) {
            int slot = slots.of((double) count);
            assertThat((double) count).isLessThanOrEqualTo(slots.top(slot)).isGreaterThan(slots.top(slot + 1));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void aHistogramComesBackFromItsFile(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SortedMap<Long, Long> counts = new TreeMap<>();
        for (int i = 0; i < 200; i++) {
            counts.merge(random.nextLong(1L << random.nextInt(1, 30)), random.nextLong(1, 1000), Long::sum);
        }
        HotnessHistogram histogram = HotnessHistogram.of("h", counts);
        assertThat(HotnessFile.of(Json.parse(HotnessFile.text(List.of(histogram)), "text"), null))
                .isEqualTo(histogram);
    }

    /** Counts with frequencies f^-1.65, as recorded ones have: their histogram tells their sum to 1 %. */
    @Test
    void aHistogramTellsTheReadsOfItsCounts() {
        SortedMap<Long, Long> counts = new TreeMap<>();
        double reads = 0;
        for (long count = 1; count <= 100_000; count += 1 + count / 1000) {
            long entries = (long) (1e9 * (1 + count / 1000) * Math.pow((double) count, -1.65));
            counts.put(count, entries);
            reads += (double) count * entries;
        }
        counts.put(0L, 12345L);
        Hotness hotness = HotnessHistogram.of("h", counts).hotness();
        assertThat(hotness.reads(0)).isCloseTo(reads, within(0.01 * reads));
        assertThat(hotness.singletons().get(0)).isEqualTo(1e9, within(1.0));
    }

    @Test
    void levelsOfCountsHaveTheirExactMeans() {
        HotnessLevels levels =
                HotnessLevels.of("h", List.of(new double[] {10, 0, 9, 1, 1}, new double[] {1, 0, 1, 5, 0}));
        assertThat(levels.levelOfEntry()).containsExactly(0, 1, 0, 2, 3);
        assertThat(levels.hotness().levels().get(0)).isEqualTo(new Hotness.Level(2, List.of(9.5, 1.0)));
        assertThat(levels.hotness().singletons()).containsExactly(2.0, 2.0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"h\":{\"alpha\":2,\"num_slot\":4,\"total\":3,\"touched\":3}} | should have the keys",
                "{\"h\":{\"alpha\":-1,\"num_slot\":4,\"total\":3,\"touched\":3,\"slots\":[[0,3]]}} | alpha -1",
                "{\"h\":{\"alpha\":2,\"num_slot\":0,\"total\":3,\"touched\":3,\"slots\":[[0,3]]}} | num_slot 0",
                "{\"h\":{\"alpha\":2,\"num_slot\":4,\"total\":3,\"touched\":4,\"slots\":[[0,3]]}} | touched 4",
                "{\"h\":{\"alpha\":2,\"num_slot\":4,\"total\":3,\"touched\":0,\"slots\":[[0,3]]}} | touched 0",
                "{\"h\":{\"alpha\":2,\"num_slot\":4,\"total\":3,\"touched\":3,\"slots\":[[0,4]]}} | slot 0 has 4 entries",
                "{\"h\":{\"alpha\":2,\"num_slot\":4,\"total\":3,\"touched\":3,\"slots\":[[0,-3]]}} | slot 0 has -3 entries",
                "{\"h\":{\"alpha\":2,\"num_slot\":4,\"total\":3,\"touched\":3,\"slots\":[[-1,3]]}} | slot -1",
                "{\"h\":{\"alpha\":2,\"num_slot\":4,\"total\":3,\"touched\":3,\"slots\":[[0,1],[0,2]]}} | a second time",
                "{\"h\":{\"alpha\":2,\"num_slot\":4,\"total\":3,\"touched\":3,\"slots\":[[0,1]]}} | have 1 entries",
                "{\"h\":{\"alpha\":2,\"num_slot\":4,\"total\":3,\"touched\":2,\"slots\":[[0,3]]}} | touched is 2",
                "{\"h\":{\"alpha\":2,\"num_slot\":4,\"total\":3,\"touched\":3,\"slots\":[[0,2.5]]}} | a whole number",
                "{\"h\":{\"alpha\":\"x\",\"num_slot\":4,\"total\":3,\"touched\":3,\"slots\":[[0,3]]}} | a number is expected",
                "{\"h\":{\"alpha\":2,\"num_slot\":4,\"total\":3,\"touched\":3,\"slots\":[0,3]}} | should be [slot, entries]",
                "{\"h\":[]} | should have the keys",
                "{} | a mapping of names",
                "[] | a mapping of names",
                "{\"h\": | is not JSON",
                "{\"a\":{},\"b\":{}} | several histograms"
            })
    void aMalformedFileIsOneClearLine(String text, String message) {
        assertThatThrownBy(() -> HotnessFile.of(Json.parse(text, "f.json"), null))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("f.json:1")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }
}

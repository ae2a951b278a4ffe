package dev.diptych.sim.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.diptych.model.hw.Gpu;
import dev.diptych.sim.ptx.memory.GlobalMemory;
import dev.diptych.sim.ptx.memory.Region;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TouchedSectorsTest {
    private static final int SECTOR_BYTES = 32;
    private static final int REGION_SECTORS = 100_000;

    private final GlobalMemory memory = new GlobalMemory();
    private final TouchedSectors sectors = touched();

    @Test
    void scalesRunsThatShareNothing() {
        for (int run = 1; run <= 4; run++) {
            touch(run, 1000 * run, 100);
        }

        assertThat(sectors.ofGrid(4, 1)).isEqualTo(400);
        assertThat(sectors.ofGrid(4, 7.5)).isEqualTo(3000);
    }

    @Test
    void scalesNoFurtherThanTheRegion() {
        touch(1, 0, 100);
        touch(2, 500, 100);

        assertThat(sectors.ofGrid(2, 499)).isEqualTo(99_800);
        assertThat(sectors.ofGrid(2, 501)).isEqualTo(REGION_SECTORS);
    }

    @Test
    void scalesALoneRunAsIfOthersSharedNothingWithIt() {
        touch(1, 0, 100);

        assertThat(sectors.ofGrid(1, 3)).isEqualTo(300);
    }

    @Test
    void doesNotScaleWhatEachRunTouches() {
        for (int run = 1; run <= 4; run++) {
            touch(run, 1000, 100);
        }

        assertThat(sectors.ofGrid(4, 1000)).isCloseTo(100, within(1e-6));
    }

    @ParameterizedTest(name = "{1} of {0} sectors a run, {2} runs of {3} times as many, seed {4}")
    @CsvSource({
        "5000, 1000, 8, 10, 1",
        "5000, 4000, 8, 2, 2",
        "40000, 4000, 8, 10, 3",
        "40000, 10000, 4, 20, 4",
        "1000, 900, 2, 30, 5"
    })
    void findsOutFromHowManySectorsRunsDraw(int from, int draws, int runs, int scale, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        BitSet ofGrid = new BitSet();
        for (int run = 1; run <= runs * scale; run++) {
            for (int i = 0; i < draws; i++) {
                int sector = random.nextInt(from);
                ofGrid.set(sector);
                if (run <= runs) {
                    touch(run, sector, 1);
                }
            }
        }

        assertThat(sectors.ofGrid(runs, scale)).isCloseTo((double) ofGrid.cardinality(), withPercentage(4));
    }

    /** Blocks of one run all read what lies between them: that tells nothing of blocks far away. */
    @Test
    void takesNoAccountOfWhatNeighboursShare() {
        for (int run = 1; run <= 4; run++) {
            for (int block = 0; block < 10; block++) {
                touch(run, 1000 * run, 100);
            }
        }

        assertThat(sectors.ofGrid(4, 5)).isEqualTo(2000);
        assertThat(sectors.accesses()).isEqualTo(4000);
        assertThat(sectors.again()).isEqualTo(3600);
    }

    /** Sectors whose last run is that of a neighbour on the other side of a page of the table of runs. */
    @Test
    void tellsSectorsOfAllPagesApart() {
        touch(1, 0, REGION_SECTORS);
        touch(2, 0, REGION_SECTORS);

        assertThat(sectors.again()).isZero();
        assertThat(sectors.ofGrid(2, 1)).isCloseTo(REGION_SECTORS, within(1e-6));
    }

    @Test
    void samplesTheSameOfTheSameSectors() {
        TouchedSectors reverse = touched();
        touch(1, 5000, 1000);
        for (int sector = 5999; sector >= 5000; sector--) {
            touch(reverse, 1 + sector % 3, sector);
            touch(reverse, 1, sector);
        }

        assertThat(sectors.sample()).hasSize(64).isSorted().isEqualTo(reverse.sample());
    }

    /** The share of the smallest hashes of both that both have is that of the sets: here a third, within two standard deviations. */
    @Test
    void samplesAlikeAsFarAsSectorsAreTheSame() {
        TouchedSectors other = touched();
        touch(1, 5000, 2000);
        for (int sector = 6000; sector < 8000; sector++) {
            touch(other, 1, sector);
        }

        List<Long> ofBoth = Stream.concat(sectors.sample().stream(), other.sample().stream())
                .distinct()
                .sorted()
                .limit(64)
                .toList();
        long common = ofBoth.stream()
                .filter(hash ->
                        sectors.sample().contains(hash) && other.sample().contains(hash))
                .count();
        assertThat(common / 64.0).isCloseTo(1.0 / 3, within(0.12));
    }

    @Test
    void isASmallPartUpToHalfOfTheRegion() {
        touch(1, 0, REGION_SECTORS / 2 - 1);
        assertThat(sectors.isSmallPart()).isTrue();

        touch(1, REGION_SECTORS / 2, 1);
        assertThat(sectors.isSmallPart()).isFalse();
    }

    @Test
    void isLoadedOnlyByLoads() {
        Region region = sectors.region();
        sectors.touch(region.address(), 1, false, 0);
        assertThat(sectors.isLoaded()).isFalse();

        sectors.touch(region.address(), 1, true, 0);
        assertThat(sectors.isLoaded()).isTrue();
    }

    private TouchedSectors touched() {
        return new TouchedSectors(memory.allocate("region", new Gpu(0), (long) SECTOR_BYTES * REGION_SECTORS));
    }

    private void touch(int run, int firstSector, int count) {
        for (int sector = firstSector; sector < firstSector + count; sector++) {
            touch(sectors, run, sector);
        }
    }

    private static void touch(TouchedSectors sectors, int run, int sector) {
        sectors.touch(sectors.region().address() + (long) SECTOR_BYTES * sector, run, true, 0);
    }
}

package dev.diptych.sim.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.diptych.model.hw.CacheSpec;
import dev.diptych.model.hw.Gpu;
import dev.diptych.sim.ptx.memory.GlobalMemory;
import dev.diptych.sim.ptx.memory.Region;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LaunchReuseTest {
    private static final int SECTOR_BYTES = 32;
    private static final long CACHE_BYTES = 1 << 20;
    private static final CacheSpec CACHE =
            new CacheSpec(2 * CACHE_BYTES, CACHE_BYTES, 128, SECTOR_BYTES, SECTOR_BYTES, 16, 1, 280, 64);

    private final GlobalMemory memory = new GlobalMemory();
    private final TouchedSectors table = region("table", 1 << 14);
    private final TouchedSectors stream = region("stream", 1 << 22);

    /** A table that every run reads stays, however much streams past it: least recently used it never is. */
    @Test
    void aTableStaysWhileAStreamPasses() {
        for (int run = 1; run <= 8; run++) {
            load(table, run, 0, 1 << 14);
            load(stream, run, run << 14, 1 << 13);
        }
        // The grid streams 64 MiB.
        LaunchReuse reuse = new LaunchReuse(List.of(table, stream), 8, 32, CACHE);

        double first = (1 << 14) + 256.0 * (1 << 13);
        double loads = 256.0 * ((1 << 14) + (1 << 13));
        assertThat(reuse.foundShare()).isCloseTo(1 - first / loads, within(1e-3));
    }

    /** Of a buffer that runs touch anywhere, a full cache holds the part that fits. */
    @Test
    void ofWhatIsTouchedAnywhereAsMuchIsFoundAsFits() {
        SplittableRandom random = new SplittableRandom(1);
        int population = 1 << 17; // 4 MiB, of which a quarter fits.
        TouchedSectors anywhere = region("anywhere", population);
        for (int run = 1; run <= 8; run++) {
            for (int i = 0; i < 1 << 14; i++) {
                load(anywhere, run, 4 * random.nextInt(population / 4), 4);
            }
        }

        LaunchReuse reuse = new LaunchReuse(List.of(anywhere), 8, 1000, CACHE);

        double again = (double) anywhere.loadsAgain() / anywhere.loads();
        assertThat(reuse.foundShare()).isCloseTo(again + 0.25 * (1 - again), within(0.02));
    }

    /** A cache has room for lines: of single sectors anywhere, a quarter as much fits as of whole lines, but for lines that two of them share. */
    @Test
    void singleSectorsTakeTheRoomOfTheirLines() {
        SplittableRandom random = new SplittableRandom(1);
        int population = 1 << 17; // 4 MiB in 32 768 lines, of which 8192 fit.
        TouchedSectors anywhere = region("anywhere", population);
        for (int run = 1; run <= 8; run++) {
            for (int i = 0; i < 1 << 12; i++) {
                load(anywhere, run, random.nextInt(population), 1);
            }
        }

        LaunchReuse reuse = new LaunchReuse(List.of(anywhere), 8, 1000, CACHE);

        double again = (double) anywhere.loadsAgain() / anywhere.loads();
        double ofLines = 1 - StrictMath.pow(1 - 0.25, 0.25);
        assertThat(reuse.foundShare()).isCloseTo(again + ofLines * (1 - again), within(0.02));
    }

    @Test
    void whatFitsIsAllFound() {
        for (int run = 1; run <= 8; run++) {
            load(table, run, 0, 1 << 14);
        }

        LaunchReuse reuse = new LaunchReuse(List.of(table), 8, 1, CACHE);

        assertThat(reuse.foundShare()).isCloseTo(7.0 / 8, within(1e-9));
        assertThat(reuse.pushedOutShare()).isZero();
    }

    private TouchedSectors region(String name, int sectors) {
        return new TouchedSectors(memory.allocate(name, new Gpu(0), (long) sectors * SECTOR_BYTES));
    }

    private static void load(TouchedSectors from, int run, int first, int count) {
        Region region = from.region();
        for (int sector = first; sector < first + count; sector++) {
            from.touch(region.address() + (long) sector * SECTOR_BYTES, run, true, 0);
        }
    }
}

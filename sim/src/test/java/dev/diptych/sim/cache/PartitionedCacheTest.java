package dev.diptych.sim.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.diptych.model.hw.CacheSpec;
import org.junit.jupiter.api.Test;

class PartitionedCacheTest {
    private static final int LINE_BYTES = 128;
    private static final int LINES = 12_288;
    private static final int PARTITIONS = 2;
    /** Of lines that one multiprocessor each touches, two thirds of the bytes. */
    private static final CacheSpec SPEC = new CacheSpec(
            (long) LINES * LINE_BYTES, (long) LINES * LINE_BYTES * 2 / 3, LINE_BYTES, 32, 32, 16, PARTITIONS, 280, 64);

    private final PartitionedCache cache = PartitionedCache.exact(SPEC);

    /** Lines of which each belongs to one multiprocessor, up to the effective size but for what the edge is blurred. */
    @Test
    void holdsItsEffectiveBytesOfWhatOneMultiprocessorEachTouches() {
        int fitting = LINES * 2 / 3 * 9 / 10;
        readAll(fitting);

        assertThat(readAll(fitting)).isLessThan(0.02);
        readAll(LINES);
        assertThat(readAll(LINES)).isGreaterThan(0.9);
    }

    private double readAll(int lines) {
        int misses = 0;
        for (int line = 0; line < lines; line++) {
            // Half of the lines are at home where they are read, as the hash has it.
            misses += cache.read(line % PARTITIONS, (long) line * LINE_BYTES) == Outcome.MISS ? 1 : 0;
        }
        return (double) misses / lines;
    }

    /** It reads all through its own partition; of what that lost, the half that has its home in the other is still there. */
    @Test
    void aSingleMultiprocessorHasOnePartition() {
        assertThat(missesOfOne(LINES / PARTITIONS * 9 / 10)).isLessThan(0.02);
        assertThat(missesOfOne(LINES * 6 / 10)).isCloseTo(0.5, within(0.1));
    }

    private double missesOfOne(int lines) {
        double misses = 0;
        for (int pass = 0; pass < 6; pass++) {
            misses = 0;
            for (int line = 0; line < lines; line++) {
                misses += cache.read(0, (long) line * LINE_BYTES) == Outcome.MISS ? 1 : 0;
            }
        }
        return misses / lines;
    }

    @Test
    void whatIsWrittenGoesBackOnce() {
        for (int line = 0; line < LINES / 4; line++) {
            cache.write(line % PARTITIONS, (long) line * LINE_BYTES);
        }
        assertThat(cache.writtenBack()).isZero();

        for (int line = LINES / 4; line < 4 * LINES; line++) {
            cache.read(line % PARTITIONS, (long) line * LINE_BYTES);
        }
        assertThat(cache.writtenBack()).isEqualTo(LINES / 4);
    }

    @Test
    void findsAPartOfALine() {
        cache.read(0, 32);

        assertThat(cache.read(0, 64)).isEqualTo(Outcome.MISS);
        assertThat(cache.readLine(1, 0)).isNotEqualTo(Outcome.NOT_SAMPLED);
        assertThat(cache.readLine(0, 0)).isEqualTo(Outcome.HIT);
        assertThat(cache.read(0, 96)).isEqualTo(Outcome.HIT);
    }

    @Test
    void samplesAsFarAsThereAreSets() {
        CacheSpec tiny = new CacheSpec(2048, 2048, LINE_BYTES, 32, 32, 4, 1, 280, 64);

        assertThat(PartitionedCache.sampled(tiny, 4).setsForEach()).isEqualTo(4);
        assertThat(PartitionedCache.sampled(SPEC, 4).setsForEach()).isEqualTo(16);
        assertThat(PartitionedCache.exact(SPEC).setsForEach()).isEqualTo(1);
    }
}

package dev.diptych.sim.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.diptych.model.hw.CacheSpec;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampledCacheTest {
    private static final int ACCESSES = 200_000;
    private static final CacheSpec SPEC = SectorCacheTest.spec(128, 32, 4);

    @ParameterizedTest(name = "{0} sets, one in 2^{1}, seed {2}")
    @CsvSource({"64, 0, 1", "64, 3, 2", "1000, 5, 3", "1003, 6, 4", "1, 0, 5", "127, 6, 6"})
    void knowsOfItsSetsWhatTheWholeCacheDoes(int sets, int groupShift, long seed) {
        long bytes = sets * 4L * 128;
        SectorCache exact = new SectorCache(SPEC, bytes);
        SampledCache sampled = new SampledCache(SPEC, bytes, groupShift);
        SplittableRandom random = new SplittableRandom(seed);
        long known = 0;
        for (int i = 0; i < ACCESSES; i++) {
            long address = random.nextLong(2 * bytes);
            boolean writes = random.nextInt(3) == 0;
            Outcome expected = writes ? exact.write(address) : exact.read(address);
            Outcome outcome = writes ? sampled.write(address) : sampled.read(address);
            if (outcome != Outcome.NOT_SAMPLED) {
                known++;
                assertThat(outcome).isEqualTo(expected);
            }
        }

        assertThat((double) known / ACCESSES).isCloseTo((double) (sets >> groupShift) / sets, within(0.005));
        assertThat(sampled.counts().reads()).isEqualTo(exact.counts().reads());
        assertThat(sampled.counts().writes()).isEqualTo(exact.counts().writes());
        assertThat(sampled.counts().hitShare()).isCloseTo(exact.counts().hitShare(), within(0.03));
        assertThat((double) sampled.counts().writtenBack() / ACCESSES)
                .isCloseTo((double) exact.counts().writtenBack() / ACCESSES, within(0.02));
        if (groupShift == 0) {
            assertThat(sampled.counts()).isEqualTo(exact.counts());
        }
    }

    @Test
    void scalesColdMissesExactlyWhenTheyFillEverySet() {
        // 1003 sets are 125 groups of 8 and 3 sets that no sample has.
        SampledCache cache = new SampledCache(SPEC, 1003 * 4 * 128, 3);
        for (int pass = 0; pass < 3; pass++) {
            for (long line = 0; line < 1003 * 4; line++) {
                cache.write(line * 128);
            }
        }

        assertThat(cache.counts()).isEqualTo(new SectorCounts(0, 0, 3 * 4012, 2 * 4012, 0));
    }

    @Test
    void neverHasMoreMissesThanAccesses() {
        SampledCache cache = new SampledCache(SPEC, 64 * 4 * 128, 6);
        long address = 0;
        while (cache.read(address) == Outcome.NOT_SAMPLED) {
            address += 128;
        }

        assertThat(cache.counts().readHits()).isBetween(0L, cache.counts().reads());
    }

    @Test
    void beginsAnewAfterClear() {
        SampledCache cache = new SampledCache(SPEC, 64 * 4 * 128, 3);
        SectorCounts first = fill(cache);

        cache.clear();

        assertThat(cache.counts()).isEqualTo(new SectorCounts(0, 0, 0, 0, 0));
        assertThat(fill(cache)).isEqualTo(first);
    }

    private static SectorCounts fill(SampledCache cache) {
        for (long address = 0; address < 100_000; address += 32) {
            cache.write(address);
            cache.read(address / 2);
        }
        return cache.counts();
    }

    @Test
    void refusesToSampleFewerSetsThanOne() {
        assertThatThrownBy(() -> new SampledCache(SPEC, 63 * 4 * 128, 6))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("one set is to stand for 2^6, but there are 63");
        assertThatThrownBy(() -> new SampledCache(SPEC, 63 * 4 * 128, -1)).isInstanceOf(IllegalArgumentException.class);
    }
}

package dev.diptych.sim.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.hw.CacheSpec;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SectorCacheTest {
    private static final int ACCESSES = 100_000;

    @ParameterizedTest(name = "{0} lines of {1} bytes, sectors of {2}, {3} ways, seed {4}")
    @CsvSource({
        "1,     128,  32,   1, 1",
        "16,    128,  32,  16, 2",
        "64,    128,  32,   1, 3",
        "99,    128,  32,   3, 4",
        "176,   128,  32,  16, 5",
        "2048,  128,  32, 512, 6",
        "200,   128,  32, 512, 7",
        "96,    128,  32,   4, 8",
        "100,   256,  32,   8, 9",
        "100,    64,  64,   5, 10"
    })
    void agreesWithTheTextbookAccessForAccess(int lines, int lineBytes, int sectorBytes, int ways, long seed) {
        CacheSpec spec = spec(lineBytes, sectorBytes, ways);
        CacheShape shape = CacheShape.of(spec, (long) lines * lineBytes);
        CacheModel cache = new SectorCache(spec, (long) lines * lineBytes);
        CacheModel reference = new ReferenceCache(lineBytes, sectorBytes, shape.ways(), shape.sets());
        SplittableRandom random = new SplittableRandom(seed);
        // Regions begin far apart, the last one at the end of all addresses.
        long[] regions = {0, 1L << 40, 77L << 40, (1L << 56) - 2L * lines * lineBytes};

        for (int i = 0; i < ACCESSES; i++) {
            if (i % 30_000 == 29_999) {
                assertThat(cache.counts()).isEqualTo(reference.counts());
                cache.clear();
                reference.clear();
            }
            long bytes = random.nextInt(4) == 0 ? 2L * lines * lineBytes : Math.max(lineBytes, lines * lineBytes / 4);
            long address = regions[random.nextInt(regions.length)] + random.nextLong(bytes);
            boolean writes = random.nextInt(3) == 0;
            Outcome expected = writes ? reference.write(address) : reference.read(address);
            assertThat(writes ? cache.write(address) : cache.read(address))
                    .as("access %d, to 0x%x", i, address)
                    .isEqualTo(expected);
        }

        assertThat(cache.counts()).isEqualTo(reference.counts());
        assertThat(cache.counts().hitShare()).isStrictlyBetween(0.0, 1.0);
    }

    @Test
    void evictsTheSectorsThatWereWrittenOnce() {
        SectorCache cache = new SectorCache(spec(128, 32, 2), 256);
        cache.write(0);
        cache.write(96);
        cache.read(32);
        cache.read(128);

        cache.read(256);
        assertThat(cache.counts().writtenBack()).isEqualTo(2);

        cache.read(0);
        cache.read(128);
        cache.read(256);
        assertThat(cache.counts()).isEqualTo(new SectorCounts(6, 0, 2, 0, 2));
    }

    @Test
    void isEmptyAfterClear() {
        SectorCache cache = new SectorCache(spec(128, 32, 4), 4096);
        for (long address = 0; address < 8192; address += 32) {
            cache.write(address);
        }

        cache.clear();

        assertThat(cache.counts()).isEqualTo(new SectorCounts(0, 0, 0, 0, 0));
        for (long address = 0; address < 4096; address += 32) {
            assertThat(cache.read(address)).isEqualTo(Outcome.MISS);
        }
        assertThat(cache.counts().writtenBack()).isZero();
    }

    @Test
    void keepsWhatLiesTogetherAndFits() {
        // 11 sets of 16 lines, and 176 lines from the middle of a run on: with hashed sets, some would get more than
        // 16.
        SectorCache cache = new SectorCache(spec(128, 32, 16), 176 * 128);
        for (int pass = 0; pass < 2; pass++) {
            for (long line = 550; line < 550 + 176; line++) {
                cache.read(line * 128);
            }
        }

        assertThat(cache.counts().readHits()).isEqualTo(176);
    }

    @Test
    void refusesWhatItCannotKeep() {
        assertThatThrownBy(() -> new SectorCache(spec(96, 32, 4), 4096))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("lineBytes is a power of two, but is 96");
        assertThatThrownBy(() -> new SectorCache(spec(120, 24, 4), 4096)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SectorCache(spec(128, 16, 4), 4096))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a line of 128 bytes has 8 sectors, but may have at most 7");
        SectorCache cache = new SectorCache(spec(128, 32, 4), 4096);
        assertThatThrownBy(() -> cache.read(1L << 56))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("address 0x100000000000000 has more than 56 bits");
        assertThatThrownBy(() -> cache.write(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    static CacheSpec spec(int lineBytes, int sectorBytes, int ways) {
        return new CacheSpec(1 << 20, 1 << 20, lineBytes, sectorBytes, sectorBytes, ways, 1, 200, 64);
    }
}

package dev.diptych.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.diptych.model.hw.CacheSpec;
import dev.diptych.model.hw.Platforms;
import dev.diptych.sim.cache.CacheModel;
import dev.diptych.sim.cache.Outcome;
import dev.diptych.sim.cache.SampledCache;
import dev.diptych.sim.cache.SectorCache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What sampling sets costs in accuracy, at the size of an H200's second-level cache; these rows are the table in docs/performance.md. */
class SamplingErrorTest {
    /** Every fourth one writes. */
    private static final int ACCESSES = 1 << 24;

    private static final double ROUNDING = 0.00005;
    /** 44 MiB, whatever is fitted: the figures are of docs/performance.md. */
    private static final long BYTES = 44L << 20;

    private final CacheSpec spec = Platforms.gpuModel("h200").l2();
    private final SectorCache exact = new SectorCache(spec, BYTES);

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "CYCLIC_BELOW, 0.9219, 0.0000, 0.0000, 0.0000",
        "CYCLIC_ABOVE, 0.0000, 0.0000, 0.0000, 0.0000",
        "UNIFORM,      0.0648, 0.0002, -0.0002, -0.0025",
        "ZIPF_ROWS,    0.7455, 0.0003, -0.0018, -0.0024",
        "TILES,        0.8770, 0.0000, -0.0002, 0.0004"
    })
    void errsBy(AddressStream stream, double hitShare, double oneIn8, double oneIn32, double oneIn128) {
        CacheModel[] caches = {exact, sampled(3), sampled(5), sampled(7)};
        for (long i = 0; i < ACCESSES; i++) {
            long address = stream.address(i);
            for (CacheModel cache : caches) {
                access(cache, i, address);
            }
        }

        double[] shares = new double[caches.length];
        for (int i = 0; i < caches.length; i++) {
            shares[i] = caches[i].counts().hitShare();
        }
        assertThat(shares)
                .containsExactly(
                        new double[] {hitShare, shares[0] + oneIn8, shares[0] + oneIn32, shares[0] + oneIn128},
                        within(ROUNDING));
    }

    @Test
    void hotLinesMisleadTheShareOfTheSamplesOwnAccesses() {
        SampledCache sampled = sampled(5);
        long hits = 0;
        long known = 0;
        for (long i = 0; i < ACCESSES; i++) {
            long address = AddressStream.ZIPF_ROWS.address(i);
            access(exact, i, address);
            Outcome outcome = access(sampled, i, address);
            hits += outcome == Outcome.HIT ? 1 : 0;
            known += outcome == Outcome.NOT_SAMPLED ? 0 : 1;
        }

        double expected = exact.counts().hitShare();
        assertThat((double) hits / known - expected).isCloseTo(0.0118, within(ROUNDING));
        assertThat(sampled.counts().hitShare() - expected).isCloseTo(-0.0018, within(ROUNDING));
    }

    private SampledCache sampled(int groupShift) {
        return new SampledCache(spec, BYTES, groupShift);
    }

    private static Outcome access(CacheModel cache, long i, long address) {
        return i % 4 == 3 ? cache.write(address) : cache.read(address);
    }
}

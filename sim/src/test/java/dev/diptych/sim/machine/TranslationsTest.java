package dev.diptych.sim.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.HostMemory;
import dev.diptych.model.hw.Place;
import dev.diptych.model.work.Access;
import dev.diptych.model.work.Misses;
import dev.diptych.model.work.Scatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TranslationsTest {
    private static final double GIB = 1L << 30;
    private static final long BYTES = 1 << 20;
    private static final double TURNS = 1 / 512.0;

    private static final int GRANULE_BYTES = 1 << Scatter.GRANULE_BITS;

    @Test
    void whatIsWithinReachMissesNothing() {
        assertThat(misses(host(TURNS, GIB, GIB), GIB)).isZero();
        assertThat(misses(host(0, 0, 0), 0)).isZero();
    }

    @Test
    void loadsInNoOrderMissWhatIsNotHeld() {
        assertThat(misses(host(TURNS, 4 * GIB, 4 * GIB), GIB)).isEqualTo(0.75 * TURNS);
    }

    /** Rows that go from span to span come to each granule anew; half of the turns here are first ones. */
    @Test
    void spansInTurnMissEachGranuleOnceAndWhatIsNotHeldAgain() {
        assertThat(misses(host(TURNS, GIB / 2, 4 * GIB), GIB)).isEqualTo(0.5 * TURNS);
        assertThat(misses(host(TURNS, 2 * GIB, 4 * GIB), GIB)).isEqualTo(0.75 * TURNS);
        assertThat(misses(host(TURNS, GIB / 2, GIB), GIB)).isZero();
    }

    @Test
    void streamsLeaveTheReachToOthers() {
        Access host = host(TURNS, 4 * GIB, 4 * GIB);
        Access stream = access(new Gpu(0), Scatter.OF_STREAM);

        assertThat(new Translations(List.of(host, stream), GIB).missesPerByte(host))
                .isEqualTo(0.75 * TURNS);
    }

    /** Against an LRU list that really is turned to: as often for the GPU's memory as for the host's, and three times as often. */
    @ParameterizedTest
    @CsvSource({"4, 1, 2, 1", "4, 3, 2, 1", "1, 1, 0.5, 1", "1, 1, 0.5, 1.4", "8, 3, 4, 1", "1, 3, 4, 1"})
    void whatIsReadElsewhereTakesOfTheReach(double hostGib, int localTurns, double localGib, double reachGib) {
        Access host = host(TURNS, hostGib * GIB, hostGib * GIB);
        Access local =
                access(new Gpu(0), new Scatter(localTurns * TURNS, localTurns * TURNS, localGib * GIB, localGib * GIB));

        double formula = new Translations(List.of(host, local), reachGib * GIB).missesPerByte(host) / TURNS;

        assertThat(formula).isCloseTo(drawn(hostGib, localTurns, localGib, reachGib), within(0.015));
    }

    private static double drawn(double hostGib, int localTurns, double localGib, double reachGib) {
        int held = granules(reachGib);
        Map<Integer, Boolean> lru = new LinkedHashMap<>(2 * held, 0.75F, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Integer, Boolean> eldest) {
                return size() > held;
            }
        };
        SplittableRandom random = new SplittableRandom(1);
        int warmUp = 100_000;
        int turns = 60_000;
        int missed = 0;
        for (int i = 0; i < warmUp + turns; i++) {
            boolean isMissed = lru.put(random.nextInt(granules(hostGib)), true) == null;
            missed += i >= warmUp && isMissed ? 1 : 0;
            for (int j = 0; j < localTurns; j++) {
                lru.put(-1 - random.nextInt(granules(localGib)), true);
            }
        }
        return (double) missed / turns;
    }

    private static int granules(double gib) {
        return (int) (gib * GIB / GRANULE_BYTES);
    }

    private static double misses(Access access, double reachBytes) {
        return new Translations(List.of(access), reachBytes).missesPerByte(access);
    }

    private static Access host(double turns, double spanBytes, double wholeBytes) {
        return access(HostMemory.HOST, new Scatter(turns, turns / 2, spanBytes, wholeBytes));
    }

    private static Access access(Place place, Scatter scatter) {
        return Access.ofLines(place, BYTES, BYTES, 1, new Misses(1, 1, 0, 0, 0, scatter), 0);
    }
}

package dev.diptych.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ClockMapTest {
    private static final double TICK_NANOS = 50e6;

    private final ClockMap map = new ClockMap();

    @Test
    void mapsToTheMiddleOfABracket() {
        map.bracket(1000, 5000, 5100);

        assertThat(map.hostNanos(1000)).isEqualTo(5050);
        assertThat(map.hostNanos(1_001_000)).isEqualTo(1_005_050);
        assertThat(map.windowNanos()).isEqualTo(100);
    }

    @Test
    void keepsWhatTwoBracketsHaveInCommon() {
        map.bracket(0, 100, 200);
        map.bracket(0, 150, 400);

        assertThat(map.windowNanos()).isEqualTo(50);
        assertThat(map.hostNanos(0)).isEqualTo(175);
    }

    @Test
    void widensByTheDriftThatClocksMayHave() {
        map.bracket(0, 100, 200);
        map.bracket(1e6, 1_000_000, 1_000_400);

        assertThat(map.windowNanos()).isEqualTo(100 + 2 * ClockMap.DRIFT * 1e6);
        assertThat(map.restarts()).isZero();
    }

    @Test
    void startsAgainWhenTheClocksDriftFasterThanThat() {
        map.bracket(0, 100, 200);
        map.bracket(1000, 2000, 2100);

        assertThat(map.restarts()).isOne();
        assertThat(map.hostNanos(1000)).isEqualTo(2050);
    }

    @Test
    void isNarrowedByWhatHappenedBetweenTwoTimes() {
        map.bracket(0, 0, 300_000);
        map.confine(1000, 0, 151_000);
        map.confine(2000, 142_000, 900_000);

        assertThat(map.windowNanos()).isEqualTo(10_000);
        assertThat(map.hostNanos(0)).isEqualTo(145_000);
        assertThat(map.restarts()).isZero();
    }

    @Test
    void movesToTheEdgeOfWhatContradictsIt() {
        map.bracket(0, 100, 200);
        map.confine(0, 0, 90);

        assertThat(map.hostNanos(0)).isEqualTo(90);
        map.confine(0, 95, 5000);
        assertThat(map.hostNanos(0)).isEqualTo(95);
    }

    @Test
    void followsADriftingClockWithinItsWindow() {
        double drift = 12e-6;
        SplittableRandom random = new SplittableRandom(1);
        double worst = 0;
        for (int tick = 0; tick < 10_000; tick++) {
            double device = tick * TICK_NANOS;
            double host = device * (1 + drift) + 777;
            map.bracket(device, (long) (host - 500 - random.nextInt(5000)), (long) (host + 500 + random.nextInt(9000)));
            worst = Math.max(worst, Math.abs(map.hostNanos(device + TICK_NANOS) - (host + TICK_NANOS * (1 + drift))));
            if (tick == 0) {
                map.startDrift();
            }
        }

        assertThat(map.restarts()).isZero();
        assertThat(worst).isLessThan(5000);
        assertThat(map.driftPartsPerMillion()).isCloseTo(12, within(0.1));
    }

    @Test
    void refusesABracketThatEndsBeforeItBegins() {
        assertThatThrownBy(() -> map.bracket(0, 10, 9)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void hopsFromAnchorToAnchorLoseLessThanAMicrosecondAnHour() {
        SplittableRandom random = new SplittableRandom(2);
        double exactNanos = 0;
        double hoppedNanos = 0;
        for (int hop = 0; hop < 72_000; hop++) {
            double intervalNanos = TICK_NANOS + random.nextDouble(1e6);
            exactNanos += intervalNanos;
            hoppedNanos += Cuda.nanos((float) (intervalNanos / 1e6));
        }

        // Each hop rounds to a multiple of 3.7 ns: 72000 of them come to about 1.07 ns x sqrt(72000) = 290 ns. One
        // float of an hour's
        // milliseconds would be off by up to 131 us.
        assertThat(hoppedNanos).isCloseTo(exactNanos, within(1000.0));
    }
}

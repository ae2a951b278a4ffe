package dev.diptych.systems.arrivals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import dev.diptych.model.run.Arrival;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LogNormalTest {
    private static List<Double> gapsSeconds(LogNormal.Settings settings, long seed) {
        List<Double> gaps = new ArrayList<>();
        long before = 0;
        for (Arrival arrival : new LogNormal().arrivals(settings, seed)) {
            gaps.add((arrival.atNanos() - before) / 1e9);
            before = arrival.atNanos();
        }
        return gaps;
    }

    /**
     * Logarithms of distances are normal: mean mu = ln(1 / rate) - sigma^2 / 2 and deviation sigma. Of 40,000 the mean strays by sigma / 200,
     * the deviation by sigma / 283; three of each are allowed.
     */
    @Test
    void logarithmsOfDistancesAreNormal() {
        double sigma = 1.5;
        List<Double> logs = gapsSeconds(new LogNormal.Settings(40_000, 10, sigma, List.of()), 3).stream()
                .map(StrictMath::log)
                .toList();
        double mean = logs.stream().mapToDouble(log -> log).average().orElseThrow();
        double variance = logs.stream()
                .mapToDouble(log -> (log - mean) * (log - mean))
                .average()
                .orElseThrow();
        assertThat(mean).isCloseTo(-StrictMath.log(10) - sigma * sigma / 2, Offset.offset(3 * sigma / 200));
        assertThat(StrictMath.sqrt(variance)).isCloseTo(sigma, Offset.offset(3 * sigma / 283));
        // Within one deviation of the mean there are 68.27 % of a normal distribution, give or take 3 x 0.23 %.
        double within =
                logs.stream().filter(log -> StrictMath.abs(log - mean) < sigma).count() / 40_000.0;
        assertThat(within).isCloseTo(0.6827, Offset.offset(0.007));
    }

    @Test
    void withoutSigmaAllDistancesAreAlike() {
        assertThat(gapsSeconds(new LogNormal.Settings(5, 1000, 0, List.of()), 1))
                .allSatisfy(gap -> assertThat(gap).isCloseTo(1e-3, Offset.offset(2e-9)));
    }

    @Test
    void refusesSettingsOutOfRange() {
        for (LogNormal.Settings settings : List.of(
                new LogNormal.Settings(0, 1, 1, List.of()),
                new LogNormal.Settings(1, 0, 1, List.of()),
                new LogNormal.Settings(1, 1, -1, List.of()),
                new LogNormal.Settings(1, 1, 11, List.of()))) {
            assertThatThrownBy(() -> new LogNormal().arrivals(settings, 1)).isInstanceOf(InputException.class);
        }
    }
}

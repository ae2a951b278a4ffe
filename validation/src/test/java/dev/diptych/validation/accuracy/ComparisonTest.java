package dev.diptych.validation.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.diptych.model.InputException;
import dev.diptych.validation.metric.Measurement;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ComparisonTest {
    private static final List<Measurement> MEASURED = List.of(us("k median", 10), us("k p10", 9.8), us("k p90", 10.4));
    private static final List<Measurement> SIMULATED = List.of(us("k median", 9), us("k p10", 9), us("k p90", 9));

    @Test
    void takesTheFirstMeasurementAndTheHardwaresSpread() {
        Comparison headline = Comparison.headline("run", MEASURED, SIMULATED, "", "");

        assertThat(headline.metric()).isEqualTo("k median");
        assertThat(headline.relativeError()).isCloseTo(-0.1, within(1e-12));
        assertThat(headline.spread().orElseThrow()).isCloseTo(0.06, within(1e-12));
        assertThat(headline.isWide()).isTrue();
    }

    @Test
    void isNotWideAtFivePercentOrWithoutPercentiles() {
        List<Measurement> narrow = List.of(us("k median", 10), us("k p10", 10), us("k p90", 10.5));

        assertThat(Comparison.headline("run", narrow, SIMULATED, "", "").isWide())
                .isFalse();
        assertThat(Comparison.headline("run", MEASURED.subList(0, 1), SIMULATED, "", "")
                        .spread())
                .isEmpty();
    }

    @Test
    void refusesWhatCannotBeCompared() {
        List<Measurement> other = List.of(us("j median", 9));
        List<Measurement> seconds = List.of(new Measurement("k median", "s", 9));
        List<Measurement> zero = List.of(us("k median", 0));

        assertThatThrownBy(() -> Comparison.headline("run", MEASURED, other, "", ""))
                .isInstanceOf(InputException.class)
                .hasMessage("run: 'k median' was measured, but 'j median' simulated; compare runs of one experiment");
        assertThatThrownBy(() -> Comparison.headline("run", MEASURED, seconds, "", ""))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("in us measured, but in s simulated");
        assertThatThrownBy(() -> Comparison.headline("run", zero, SIMULATED, "", ""))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("relative errors need both above 0");
    }

    private static Measurement us(String name, double value) {
        return new Measurement(name, "us", value);
    }
}

package dev.diptych.validation.svg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AxisTest {
    @Test
    void dividesEqualDifferencesEqually() {
        Axis axis = Axis.linear(0, 10, 100, 200);

        assertThat(axis.px(2.5)).isCloseTo(125, within(1e-9));
        assertThat(axis.ticks().stream().map(tick -> tick.toPlainString()))
                .containsExactly("0", "2", "4", "6", "8", "10");
    }

    @Test
    void dividesEqualRatiosEqually() {
        Axis axis = new Axis(1, 10_000, 0, 400, true);

        assertThat(axis.px(100)).isCloseTo(200, within(1e-9));
        assertThat(axis.ticks().stream().map(tick -> tick.toPlainString()))
                .containsExactly("1", "10", "100", "1000", "10000");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void alwaysHasAFewTicksAndAllOfThemInside(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 500; i++) {
            double low = Math.pow(10, random.nextDouble(-9, 9));
            double high = low * (1 + Math.pow(10, random.nextDouble(-3, 9)));
            for (Axis axis : new Axis[] {Axis.linear(low, high, 0, 1), Axis.logarithmic(low, high, 0, 1)}) {
                assertThat(axis.ticks())
                        .as("%s", axis)
                        .hasSizeBetween(2, 12)
                        .doesNotHaveDuplicates()
                        .allSatisfy(
                                tick -> assertThat(axis.px(tick.doubleValue())).isBetween(-1e-6, 1 + 1e-6));
            }
        }
    }

    @Test
    void holdsASingleValue() {
        assertThat(Axis.logarithmic(5, 5, 0, 1).px(5)).isBetween(0.4, 0.6);
        assertThat(Axis.linear(5, 5, 0, 1).px(5)).isZero();
    }

    @Test
    void refusesAnEmptyRange() {
        assertThatThrownBy(() -> new Axis(0, 1, 0, 1, true)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void writesNumbersForPeople() {
        assertThat(Markup.number(1234567)).isEqualTo("1235000");
        assertThat(Markup.number(0.1)).isEqualTo("0.1");
        assertThat(Markup.number(12.3456)).isEqualTo("12.35");
        assertThat(Markup.number(-3)).isEqualTo("-3");
        assertThat(Markup.number(1e12)).isEqualTo("1.000e+12");
        assertThat(Markup.percent(-0.00001)).isEqualTo("0.0 %");
        assertThat(Markup.percent(0.125)).isEqualTo("12.5 %");
    }
}

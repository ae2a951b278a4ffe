package dev.diptych.validation.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.diptych.model.InputException;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class ErrorSummaryTest {
    // Errors: +10 %, -50 %, 0 %, +4 %.
    private static final List<Comparison> FOUR = List.of(pair(10, 11), pair(100, 50), pair(1000, 1000), pair(50, 52));

    @Test
    void computesEachMeasureByHand() {
        ErrorSummary summary = ErrorSummary.of(FOUR);

        assertThat(summary.count()).isEqualTo(4);
        // (0.1 + 0.5 + 0 + 0.04) / 4
        assertThat(value(summary, ErrorMeasure.MAPE)).isCloseTo(0.16, within(1e-12));
        // (0.04 + 0.1) / 2
        assertThat(value(summary, ErrorMeasure.MEDIAN)).isCloseTo(0.07, within(1e-12));
        // (1 + 50 + 0 + 2) / (10 + 100 + 1000 + 50)
        assertThat(value(summary, ErrorMeasure.WMAPE)).isCloseTo(53.0 / 1160, within(1e-12));
        assertThat(value(summary, ErrorMeasure.MAXIMUM)).isCloseTo(0.5, within(1e-12));
        assertThat(value(summary, ErrorMeasure.WITHIN_10_PERCENT)).isEqualTo(0.75);
        assertThat(value(summary, ErrorMeasure.WITHIN_5_PERCENT)).isEqualTo(0.5);
    }

    @Test
    void correlatesLogarithms() {
        // Decades: measured 0, 1, 2 and simulated 0, 2, 1; deviations -1, 0, 1 and -1, 1, 0; r = 1 / sqrt(2 * 2).
        ErrorSummary summary = ErrorSummary.of(List.of(pair(1, 1), pair(10, 100), pair(100, 10)));

        assertThat(value(summary, ErrorMeasure.LOG_R)).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void leavesOutWhatUnitsForbid() {
        Comparison bandwidth = new Comparison("run", "bandwidth", "GB/s", 100, 110, OptionalDouble.empty(), "", "");
        ErrorSummary summary = ErrorSummary.of(List.of(pair(10, 11), bandwidth));

        assertThat(summary.value(ErrorMeasure.WMAPE)).isEmpty();
        assertThat(summary.value(ErrorMeasure.LOG_R)).isEmpty();
        assertThat(value(summary, ErrorMeasure.MAPE)).isCloseTo(0.1, within(1e-12));
    }

    @Test
    void hasNoCorrelationOfOneRunOrOfEqualValues() {
        assertThat(ErrorSummary.of(List.of(pair(1, 2))).value(ErrorMeasure.LOG_R))
                .isEmpty();
        assertThat(ErrorSummary.of(List.of(pair(1, 2), pair(1, 3))).value(ErrorMeasure.LOG_R))
                .isEmpty();
    }

    @Test
    void refusesNothing() {
        assertThatThrownBy(() -> ErrorSummary.of(List.of())).isInstanceOf(InputException.class);
    }

    @Test
    void aGatePassesAtItsLimitAndFailsBeyond() {
        ErrorSummary summary = ErrorSummary.of(FOUR);

        assertThat(new Gate(ErrorMeasure.MAXIMUM, 0.5).check(summary).passed()).isTrue();
        assertThat(new Gate(ErrorMeasure.MAXIMUM, 0.499).check(summary).passed())
                .isFalse();
        assertThat(new Gate(ErrorMeasure.WITHIN_10_PERCENT, 0.75).check(summary).passed())
                .isTrue();
        assertThat(new Gate(ErrorMeasure.WITHIN_10_PERCENT, 0.76).check(summary).passed())
                .isFalse();
    }

    @Test
    void aGateOnWhatIsNotDefinedFails() {
        ErrorSummary summary = ErrorSummary.of(List.of(pair(1, 1)));

        assertThat(new Gate(ErrorMeasure.LOG_R, 0).check(summary).passed()).isFalse();
    }

    private static double value(ErrorSummary summary, ErrorMeasure measure) {
        return summary.value(measure).orElseThrow();
    }

    private static Comparison pair(double measured, double simulated) {
        return new Comparison("run", "k median", "us", measured, simulated, OptionalDouble.empty(), "", "");
    }
}

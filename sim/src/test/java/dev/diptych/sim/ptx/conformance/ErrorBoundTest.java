package dev.diptych.sim.ptx.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ErrorBoundTest {
    @Test
    void countsUnitsInTheLastPlace() {
        assertThat(at("rcp.approx.ftz.f32", Format.SINGLE, 1, 1)).isEqualTo(0x1p-23);
        assertThat(at("ex2.approx.f32", Format.SINGLE, -149, 0x1p-149)).isEqualTo(0x1p-148);
    }

    @Test
    void isAbsoluteForLogarithmsAboutOneAndRelativeElsewhere() {
        assertThat(at("lg2.approx.f32", Format.SINGLE, 1.5, 0.58)).isEqualTo(0x1p-22);
        assertThat(at("lg2.approx.f32", Format.SINGLE, 256, 8)).isEqualTo(0x1p-19);
    }

    @Test
    void promisesNothingForLargeAnglesAndDivisorsAndForDoubles() {
        assertThat(at("sin.approx.f32", Format.SINGLE, 6, -0.3)).isLessThan(0x1p-20);
        assertThat(at("sin.approx.f32", Format.SINGLE, 7, 0.7)).isGreaterThan(0x1p-15);
        assertThat(at("sin.approx.f32", Format.SINGLE, 315, 0.7)).isInfinite();
        assertThat(ErrorBound.of("div.approx.f32").at(Format.SINGLE, new double[] {1, 0x1p127}, 0x1p-127))
                .isInfinite();
        assertThat(at("rsqrt.approx.f64", Format.DOUBLE, 1, 1)).isInfinite();
    }

    @Test
    void readsTheNumbersOfEveryFormat() {
        assertThat(Format.SINGLE.value(0xbf800001L)).isEqualTo(-0x1.000002p0);
        assertThat(Format.HALF.value(0x0001)).isEqualTo(0x1p-24);
        assertThat(Format.BFLOAT.value(0x3fc0)).isEqualTo(1.5);
        assertThat(Format.DOUBLE.value(Double.doubleToRawLongBits(-Double.MAX_VALUE)))
                .isEqualTo(-Double.MAX_VALUE);
        assertThat(Format.HALF.ulp(0)).isEqualTo(0x1p-24);
        assertThat(Format.DOUBLE.ulp(Double.MIN_VALUE)).isEqualTo(Double.MIN_VALUE);
    }

    private static double at(String instruction, Format format, double operand, double result) {
        return ErrorBound.of(instruction).at(format, new double[] {operand}, result);
    }
}

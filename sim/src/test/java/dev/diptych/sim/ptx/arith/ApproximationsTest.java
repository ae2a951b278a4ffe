package dev.diptych.sim.ptx.arith;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class ApproximationsTest {
    private static final float INFINITY = Float.POSITIVE_INFINITY;

    /** More than half a unit in the last place, the error of the nearest float, by what rounding twice can add. */
    private static final double NEARLY_NEAREST_ULPS = 0.50001;

    private interface Single {
        float apply(float a);
    }

    @Test
    void ex2IsTheNearestFloatButForTiesSeed7() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 200_000; i++) {
            float a = (float) ((random.nextDouble() - 0.5) * Math.scalb(1.0, random.nextInt(10)));
            assertNear(Approximations::ex2, x -> StrictMath.pow(2, x), a);
        }
        for (int exponent = -149; exponent < 128; exponent++) {
            assertThat(Approximations.ex2(exponent)).isEqualTo((float) Math.scalb(1.0, exponent));
        }
    }

    @Test
    void lg2IsTheNearestFloatButForTiesSeed8() {
        SplittableRandom random = new SplittableRandom(8);
        for (int i = 0; i < 100_000; i++) {
            assertNear(
                    Approximations::lg2,
                    ApproximationsTest::log2,
                    Float.intBitsToFloat(1 + random.nextInt(0x7f7fffff)));
            assertNear(Approximations::lg2, ApproximationsTest::log2, 1 + (random.nextInt(2001) - 1000) * 0x1p-24f);
        }
        for (int exponent = -149; exponent < 128; exponent++) {
            assertThat(Approximations.lg2((float) Math.scalb(1.0, exponent))).isEqualTo(exponent);
        }
    }

    @Test
    void rootsReciprocalsAndTanhAreTheNearestFloatsButForTiesSeed9() {
        SplittableRandom random = new SplittableRandom(9);
        for (int i = 0; i < 50_000; i++) {
            float positive = Float.intBitsToFloat(random.nextInt(0x7f800000));
            assertNear(Approximations::rcp, x -> 1 / x, positive);
            assertNear(Approximations::rsqrt, x -> 1 / Math.sqrt(x), positive);
            assertNear(Approximations::sqrt, Math::sqrt, positive);
            float a = (float) Math.scalb(random.nextDouble() - 0.5, random.nextInt(12) - 6);
            assertNear(Approximations::tanh, StrictMath::tanh, a);
            assertNear(Approximations::sin, StrictMath::sin, a);
            assertNear(Approximations::cos, StrictMath::cos, a);
        }
    }

    @Test
    void specialValuesFollowTheManualsTables() {
        assertTable(Approximations::ex2, 0, 1, 1, INFINITY);
        assertTable(Approximations::lg2, Float.NaN, -INFINITY, -INFINITY, INFINITY);
        assertTable(Approximations::rcp, -0f, -INFINITY, INFINITY, 0);
        assertTable(Approximations::rsqrt, Float.NaN, -INFINITY, INFINITY, 0);
        assertTable(Approximations::sqrt, Float.NaN, -0f, 0, INFINITY);
        assertTable(Approximations::sin, Float.NaN, -0f, 0, Float.NaN);
        assertTable(Approximations::cos, Float.NaN, 1, 1, Float.NaN);
        assertTable(Approximations::tanh, -1, -0f, 0, 1);
        assertThat(Approximations.rsqrt(-1f)).isNaN();
        assertThat(Approximations.lg2(-Float.MIN_VALUE)).isNaN();
        assertThat(Approximations.ex2(128)).isEqualTo(INFINITY);
        assertThat(Approximations.ex2(-151)).isZero();
    }

    @Test
    void halvesAreAtMostOneStepTowardZeroFromTheNearest() {
        for (int a = 0; a < 0x10000; a++) {
            float x = Half.toFloat(a);
            assertCut(Approximations.ex2Half(a), Half.of(StrictMath.pow(2, x)));
            assertCut(Approximations.tanhHalf(a), Half.of(StrictMath.tanh(x)));
        }
    }

    @Test
    void bfloatsAreAtMostOneStepTowardZeroFromTheNearestAndFlushed() {
        for (int a = 0; a < 0x10000; a++) {
            float x = Bfloat.toFloat(a);
            assertCut(Approximations.ex2Bfloat(a), Bfloat.flush(Bfloat.of(StrictMath.pow(2, x))));
            assertCut(Approximations.tanhBfloat(a), Bfloat.of(StrictMath.tanh(x)));
        }
        assertThat(Approximations.ex2Bfloat(0x8001)).isEqualTo(Bfloat.ONE);
        assertThat(Approximations.ex2Half(0x4c00)).isEqualTo(0x7c00);
    }

    private static void assertCut(int got, int nearest) {
        assertThat(nearest - got).isBetween(0, 1);
    }

    @Test
    void coarseReciprocalsLeaveTheLowerWordZero() {
        SplittableRandom random = new SplittableRandom(10);
        for (int i = 0; i < 10_000; i++) {
            double a = Math.scalb(1 + random.nextDouble(), random.nextInt(2000) - 1000);
            double reciprocal = DoubleApproximations.roughReciprocal(a);
            assertThat((int) Double.doubleToRawLongBits(reciprocal)).isZero();
            assertThat(Math.abs(reciprocal * a - 1)).isLessThan(0x1p-18);
            double root = DoubleApproximations.roughInverseRoot(a);
            assertThat(Math.abs(root * root * a - 1)).isLessThan(0x1p-18);
        }
        assertThat(DoubleApproximations.roughReciprocal(Double.MIN_VALUE)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(DoubleApproximations.roughReciprocal(-0x1p1023)).isEqualTo(-0.0);
        assertThat(DoubleApproximations.roughReciprocal(Double.NaN)).isNaN();
    }

    private static void assertTable(
            Single function, float ofMinusInfinity, float ofMinusZero, float ofZero, float ofInfinity) {
        assertThat(function.apply(-INFINITY)).isEqualTo(Float.valueOf(ofMinusInfinity));
        assertThat(function.apply(-0f)).isEqualTo(Float.valueOf(ofMinusZero));
        assertThat(function.apply(0f)).isEqualTo(Float.valueOf(ofZero));
        assertThat(function.apply(INFINITY)).isEqualTo(Float.valueOf(ofInfinity));
        assertThat(function.apply(Float.NaN)).isNaN();
    }

    private static void assertNear(Single function, DoubleUnaryOperator exact, float a) {
        double expected = exact.applyAsDouble(a);
        float got = function.apply(a);
        if (got != (float) expected
                && !(Math.abs(got - expected) <= NEARLY_NEAREST_ULPS * Math.ulp((float) expected))) {
            assertThat(got).as("of %a", a).isEqualTo((float) expected);
        }
    }

    private static double log2(double x) {
        // Differences from 1 are exact, and log1p keeps their precision.
        double log = Math.abs(x - 1) < 0.25 ? StrictMath.log1p(x - 1) : StrictMath.log(x);
        return log == 0
                ? 0
                : x == Math.scalb(1.0, Math.getExponent(x)) ? Math.getExponent(x) : log / 0.6931471805599453;
    }
}

package dev.diptych.sim.ptx.arith;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.sim.ptx.arith.RoundingOracle.Mode;
import java.math.BigDecimal;
import java.util.function.ToIntFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Directed rounding of {@code f64}, looked up by name, against unbounded decimals. Seed 15. */
final class DirectedDoubleTest {
    private static final int ROUNDS = 3000;
    private final EdgeValues values = new EdgeValues(15);

    @ParameterizedTest
    @EnumSource
    void roundsSumsAndDifferencesOneWay(Mode mode) throws ReflectiveOperationException {
        for (int round = 0; round < ROUNDS; round++) {
            double a = values.wide();
            double b = values.flag() ? values.wide() : -values.near(a);
            checkSum(mode, a, b, (double) call("add", mode, a, b));
            checkSum(mode, a, -b, (double) call("sub", mode, a, b));
        }
    }

    private static void checkSum(Mode mode, double a, double b, double result) {
        if (!Double.isFinite(a) || !Double.isFinite(b)) {
            assertThat(result).isEqualTo(Double.valueOf(a + b));
            return;
        }
        check(mode, new BigDecimal(a).add(new BigDecimal(b)), a + b, a, b, result);
    }

    /** Checks a result whose exact value is known; an exact zero is that of a sum of {@code a} and {@code b} in its sign. */
    private static void check(Mode mode, BigDecimal exact, double nearest, double a, double b, double result) {
        String what = "%s of %s and %s: %s".formatted(mode, a, b, result);
        if (exact.signum() == 0) {
            boolean isNegative = Math.copySign(1, a) < 0 || Math.copySign(1, b) < 0;
            double zero = mode == Mode.RM && isNegative ? -0.0 : nearest;
            assertThat(Double.doubleToRawLongBits(result)).as(what).isEqualTo(Double.doubleToRawLongBits(zero));
            return;
        }
        RoundingOracle.checkDouble(mode, result, x -> exact.compareTo(new BigDecimal(x)), exact.signum(), what);
    }

    @ParameterizedTest
    @EnumSource
    void roundsProductsOneWay(Mode mode) throws ReflectiveOperationException {
        for (int round = 0; round < ROUNDS; round++) {
            double a = values.wide();
            double b = values.flag() ? values.wide() : values.near(Double.MIN_NORMAL / a);
            double result = (double) call("mul", mode, a, b);
            if (!Double.isFinite(a) || !Double.isFinite(b) || a == 0 || b == 0) {
                assertThat(result).isEqualTo(Double.valueOf(a * b));
            } else {
                check(mode, new BigDecimal(a).multiply(new BigDecimal(b)), a * b, a, b, result);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void roundsFusedProductsAndSumsOneWay(Mode mode) throws ReflectiveOperationException {
        for (int round = 0; round < ROUNDS; round++) {
            double a = values.wide();
            double b = values.flag() ? values.wide() : values.near(Double.MIN_NORMAL / a);
            double c = values.flag() ? values.wide() : values.near(-a * b);
            double result = (double) call("fma", mode, a, b, c);
            if (!Double.isFinite(a) || !Double.isFinite(b) || !Double.isFinite(c)) {
                assertThat(result).isEqualTo(Double.valueOf(Math.fma(a, b, c)));
            } else {
                BigDecimal exact = new BigDecimal(a).multiply(new BigDecimal(b)).add(new BigDecimal(c));
                check(mode, exact, Math.fma(a, b, c), Math.copySign(1, a) * Math.copySign(1, b), c, result);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void roundsQuotientsAndReciprocalsOneWay(Mode mode) throws ReflectiveOperationException {
        for (int round = 0; round < ROUNDS; round++) {
            double a = values.wide();
            double b = values.flag() ? values.wide() : values.near(a);
            checkQuotient(mode, a, b, (double) call("div", mode, a, b));
            checkQuotient(mode, 1, b, (double) call("rcp", mode, b));
        }
    }

    private static void checkQuotient(Mode mode, double a, double b, double result) {
        if (!Double.isFinite(a) || !Double.isFinite(b) || a == 0 || b == 0) {
            assertThat(result).isEqualTo(Double.valueOf(a / b));
            return;
        }
        BigDecimal dividend = new BigDecimal(a);
        BigDecimal divisor = new BigDecimal(b);
        ToIntFunction<Double> compare = x -> {
            BigDecimal product = divisor.multiply(new BigDecimal(x));
            return divisor.signum() > 0 ? dividend.compareTo(product) : product.compareTo(dividend);
        };
        int sign = dividend.signum() * divisor.signum();
        RoundingOracle.checkDouble(mode, result, compare, sign, "%s of %s by %s: %s".formatted(mode, a, b, result));
    }

    @ParameterizedTest
    @EnumSource
    void roundsSquareRootsOneWay(Mode mode) throws ReflectiveOperationException {
        for (int round = 0; round < ROUNDS; round++) {
            double root = values.wide();
            double a = values.flag() ? values.wide() : values.near(root * root);
            double result = (double) call("sqrt", mode, a);
            if (!(a > 0) || Double.isInfinite(a)) {
                assertThat(result).isEqualTo(Double.valueOf(Math.sqrt(a)));
                continue;
            }
            BigDecimal square = new BigDecimal(a);
            ToIntFunction<Double> compare = x -> x < 0 ? 1 : square.compareTo(new BigDecimal(x).pow(2));
            RoundingOracle.checkDouble(mode, result, compare, 1, "%s of the root of %s: %s".formatted(mode, a, result));
        }
    }

    private static Object call(String operation, Mode mode, Object... operands) throws ReflectiveOperationException {
        return Named.result(operation + "." + mode.modifier() + ".f64", operands);
    }
}

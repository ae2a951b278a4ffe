package dev.diptych.sim.ptx.arith;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.sim.ptx.arith.RoundingOracle.Mode;
import java.math.BigDecimal;
import java.util.function.ToIntFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Directed rounding of {@code f32}, looked up by name, against unbounded decimals. Seed 14. */
final class DirectedSingleTest {
    private static final int ROUNDS = 10_000;
    private final EdgeValues values = new EdgeValues(14);

    @ParameterizedTest
    @EnumSource
    void roundsSumsAndDifferencesOneWay(Mode mode) throws ReflectiveOperationException {
        for (int round = 0; round < ROUNDS; round++) {
            float a = values.single();
            float b = values.flag() ? values.single() : -values.near(a);
            checkSum(mode, a, b, (float) call("add", mode, a, b));
            checkSum(mode, a, -b, (float) call("sub", mode, a, b));
        }
    }

    private static void checkSum(Mode mode, float a, float b, float result) {
        if (!Float.isFinite(a) || !Float.isFinite(b)) {
            assertThat(result).isEqualTo(Float.valueOf(a + b));
            return;
        }
        check(mode, new BigDecimal(a).add(new BigDecimal(b)), a + b, a, b, result);
    }

    /** Checks a result whose exact value is known; an exact zero is that of a sum of {@code a} and {@code b} in its sign. */
    private static void check(Mode mode, BigDecimal exact, float nearest, float a, float b, float result) {
        String what = "%s of %s and %s: %s".formatted(mode, a, b, result);
        if (exact.signum() == 0) {
            boolean isNegative = Math.copySign(1, a) < 0 || Math.copySign(1, b) < 0;
            float zero = mode == Mode.RM && isNegative ? -0f : nearest;
            assertThat(Float.floatToRawIntBits(result)).as(what).isEqualTo(Float.floatToRawIntBits(zero));
            return;
        }
        RoundingOracle.checkSingle(mode, result, x -> exact.compareTo(new BigDecimal(x)), exact.signum(), what);
    }

    @ParameterizedTest
    @EnumSource
    void roundsProductsOneWay(Mode mode) throws ReflectiveOperationException {
        for (int round = 0; round < ROUNDS; round++) {
            float a = values.single();
            float b = values.flag() ? values.single() : values.near(Float.MIN_NORMAL / a);
            float result = (float) call("mul", mode, a, b);
            if (!Float.isFinite(a) || !Float.isFinite(b) || a == 0 || b == 0) {
                assertThat(result).isEqualTo(Float.valueOf(a * b));
            } else {
                check(mode, new BigDecimal(a).multiply(new BigDecimal(b)), a * b, a, b, result);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void roundsFusedProductsAndSumsOneWay(Mode mode) throws ReflectiveOperationException {
        for (int round = 0; round < ROUNDS; round++) {
            float a = values.single();
            float b = values.flag() ? values.single() : values.near(Float.MIN_NORMAL / a);
            float c = values.flag() ? values.single() : values.near(-a * b);
            float result = (float) call("fma", mode, a, b, c);
            if (!Float.isFinite(a) || !Float.isFinite(b) || !Float.isFinite(c)) {
                assertThat(result).isEqualTo(Float.valueOf(Math.fma(a, b, c)));
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
            float a = values.single();
            float b = values.flag() ? values.single() : values.near(a);
            checkQuotient(mode, a, b, (float) call("div", mode, a, b));
            checkQuotient(mode, 1, b, (float) call("rcp", mode, b));
        }
    }

    private static void checkQuotient(Mode mode, float a, float b, float result) {
        if (!Float.isFinite(a) || !Float.isFinite(b) || a == 0 || b == 0) {
            assertThat(result).isEqualTo(Float.valueOf(a / b));
            return;
        }
        BigDecimal dividend = new BigDecimal(a);
        BigDecimal divisor = new BigDecimal(b);
        ToIntFunction<Float> compare = x -> {
            BigDecimal product = divisor.multiply(new BigDecimal(x));
            return divisor.signum() > 0 ? dividend.compareTo(product) : product.compareTo(dividend);
        };
        int sign = dividend.signum() * divisor.signum();
        RoundingOracle.checkSingle(mode, result, compare, sign, "%s of %s by %s: %s".formatted(mode, a, b, result));
    }

    @ParameterizedTest
    @EnumSource
    void roundsSquareRootsOneWay(Mode mode) throws ReflectiveOperationException {
        for (int round = 0; round < ROUNDS; round++) {
            float root = values.single();
            float a = values.flag() ? values.single() : values.near(root * root);
            float result = (float) call("sqrt", mode, a);
            if (!(a > 0) || Float.isInfinite(a)) {
                assertThat(result).isEqualTo(Float.valueOf((float) Math.sqrt(a)));
                continue;
            }
            BigDecimal square = new BigDecimal(a);
            ToIntFunction<Float> compare = x -> x < 0 ? 1 : square.compareTo(new BigDecimal(x).pow(2));
            RoundingOracle.checkSingle(mode, result, compare, 1, "%s of the root of %s: %s".formatted(mode, a, result));
        }
    }

    private static Object call(String operation, Mode mode, Object... operands) throws ReflectiveOperationException {
        return Named.result(operation + "." + mode.modifier() + ".f32", operands);
    }
}

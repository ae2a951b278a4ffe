package dev.diptych.sim.ptx.arith;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HalfArithmeticTest {
    @Test
    void halvesAreRoundedOnceSeed4() {
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < 6_000; i++) {
            int a = finiteHalf(random);
            int b = finiteHalf(random);
            int c = finiteHalf(random);
            BigDecimal x = new BigDecimal(Half.toFloat(a));
            BigDecimal y = new BigDecimal(Half.toFloat(b));
            assertHalf(HalfArithmetic.add(a, b), x.add(y));
            assertHalf(HalfArithmetic.sub(a, b), x.subtract(y));
            assertHalf(HalfArithmetic.mul(a, b), x.multiply(y));
            assertHalf(HalfArithmetic.fma(a, b, c), x.multiply(y).add(new BigDecimal(Half.toFloat(c))));
        }
    }

    @Test
    void bfloatsAreRoundedOnceSeed5() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 1_500; i++) {
            int a = finiteBfloat(random);
            int b = finiteBfloat(random);
            int c = finiteBfloat(random);
            BigDecimal x = new BigDecimal(Bfloat.toFloat(a));
            BigDecimal y = new BigDecimal(Bfloat.toFloat(b));
            assertBfloat(BfloatArithmetic.add(a, b), x.add(y));
            assertBfloat(BfloatArithmetic.sub(a, b), x.subtract(y));
            assertBfloat(BfloatArithmetic.mul(a, b), x.multiply(y));
            assertBfloat(BfloatArithmetic.fma(a, b, c), x.multiply(y).add(new BigDecimal(Bfloat.toFloat(c))));
        }
    }

    @Test
    void aBfloatAddendTooSmallForADoubleStillDecidesATie() {
        int other = Bfloat.of(0x1.02p0f);
        boolean seen = false;
        for (int a = 0x3f80; a < 0x4000; a++) {
            double product = (double) Bfloat.toFloat(a) * Bfloat.toFloat(other);
            int down = Bfloat.of(product, Rounding.DOWN);
            int up = Bfloat.of(product, Rounding.UP);
            if (down != up && product * 2 == (double) Bfloat.toFloat(down) + Bfloat.toFloat(up)) {
                seen = true;
                assertThat(BfloatArithmetic.fma(a, other, 1)).isEqualTo(up);
                assertThat(BfloatArithmetic.fma(a, other, 0x8001)).isEqualTo(down);
            }
        }
        assertThat(seen).isTrue();
    }

    @Test
    void whatHasNoNumberIsTheCanonicalNan() {
        assertThat(HalfArithmetic.add(0x7c00, 0xfc00)).isEqualTo(Half.NAN);
        assertThat(HalfArithmetic.mul(0, 0x7c00)).isEqualTo(Half.NAN);
        assertThat(HalfArithmetic.fma(0xfe01, 0, 0)).isEqualTo(Half.NAN);
        assertThat(HalfArithmetic.fmaRelu(0xfe01, 0, 0)).isEqualTo(Half.NAN);
        assertThat(HalfArithmetic.fmaSat(0xfe01, 0, 0)).isZero();
        assertThat(BfloatArithmetic.add(0x7f80, 0xff80)).isEqualTo(Bfloat.NAN);
        assertThat(BfloatArithmetic.fma(0, 0xff80, 0)).isEqualTo(Bfloat.NAN);
        assertThat(BfloatArithmetic.fma(0x3f80, 0xff80, 0)).isEqualTo(0xff80);
    }

    @Test
    void zerosKeepTheirSigns() {
        assertThat(HalfArithmetic.add(0x8000, 0x8000)).isEqualTo(0x8000);
        assertThat(HalfArithmetic.add(0x8000, 0)).isZero();
        assertThat(HalfArithmetic.mul(0x8000, 0x3c00)).isEqualTo(0x8000);
        assertThat(HalfArithmetic.mulFtz(0x8001, 0x7bff)).isEqualTo(0x8000);
        assertThat(HalfArithmetic.neg(0xffff8000)).isZero();
        assertThat(BfloatArithmetic.fma(0x8000, 0x3f80, 0x8000)).isEqualTo(0x8000);
    }

    @Test
    void extremesPreferNumbersUnlessAskedForNan() {
        assertThat(HalfExtremes.min(0x8000, 0)).isEqualTo(0x8000);
        assertThat(HalfExtremes.max(0x8000, 0)).isZero();
        assertThat(HalfExtremes.max(0x7e00, 0xbc00)).isEqualTo(0xbc00);
        assertThat(HalfExtremes.max(0xbc00, 0x7e00)).isEqualTo(0xbc00);
        assertThat(HalfExtremes.maxNan(0xbc00, 0x7e00)).isEqualTo(Half.NAN);
        assertThat(HalfExtremes.min(0xfe00, 0x7e00)).isEqualTo(Half.NAN);
        assertThat(HalfExtremes.maxXorsign(0xc000, 0x3c00)).isEqualTo(0xc000);
        assertThat(HalfExtremes.minXorsign(0xc000, 0xbc00)).isEqualTo(0x3c00);
        assertThat(BfloatExtremes.max(0xff80, 0xffff)).isEqualTo(0xff80);
    }

    @Test
    void comparisonsWithNanHoldOnlyWhereTheNameSays() {
        Map<String, Integer> holds = Map.ofEntries(
                Map.entry("lt", 1),
                Map.entry("eq", 2),
                Map.entry("gt", 4),
                Map.entry("nan", 8),
                Map.entry("le", 3),
                Map.entry("ge", 6),
                Map.entry("ne", 5),
                Map.entry("num", 7),
                Map.entry("ltu", 9),
                Map.entry("equ", 10),
                Map.entry("gtu", 12),
                Map.entry("leu", 11),
                Map.entry("geu", 14),
                Map.entry("neu", 13));
        int[] second = {0x4000, 0x3c00, 0xbc00, 0x7e00};
        holds.forEach((comparison, cases) -> {
            Method method = method(HalfComparisons.class, comparison + "Half");
            Method packed = method(PackedHalfComparisons.class, comparison);
            Method ones = method(PackedHalfSets.class, comparison + "Ones");
            Method bits = method(PackedHalfSets.class, comparison + "Bits");
            for (int i = 0; i < second.length; i++) {
                boolean expected = (cases >> i & 1) != 0;
                assertThat(call(method, 0x3c00, second[i]))
                        .as("%s %d", comparison, i)
                        .isEqualTo(expected);
                int lower = expected ? 1 : 0;
                int upper = (cases & 2) != 0 ? 1 : 0;
                int b = 0x3c000000 | second[i];
                assertThat(call(packed, 0x3c003c00, b)).isEqualTo(lower | upper << 1);
                assertThat(call(ones, 0x3c003c00, b)).isEqualTo(lower * 0x3c00 | upper * 0x3c000000);
                assertThat(call(bits, 0x3c003c00, b)).isEqualTo(lower * 0xffff | upper * 0xffff0000);
            }
        });
        assertThat(HalfComparisons.eqHalf(0x8000, 0)).isTrue();
        assertThat(HalfComparisons.ltHalf(0x8001, 0)).isTrue();
        assertThat(HalfComparisons.ltHalfFtz(0x8001, 0)).isFalse();
        assertThat(PackedBfloatComparisons.gtOnes(0x3f800000, 0x0000bf80)).isEqualTo(0x3f803f80);
    }

    @Test
    void packedArithmeticIsThatOfEachHalfSeed6() {
        SplittableRandom random = new SplittableRandom(6);
        Map<Class<?>, List<Class<?>>> packed = Map.of(
                PackedHalf.class, List.of(HalfArithmetic.class),
                PackedHalfExtremes.class, List.of(HalfExtremes.class),
                PackedBfloat.class, List.of(BfloatArithmetic.class, BfloatExtremes.class));
        packed.forEach((wide, narrow) -> narrow.forEach(owner -> {
            for (Method scalar : owner.getDeclaredMethods()) {
                if (Modifier.isPublic(scalar.getModifiers())) {
                    assertPacks(method(wide, scalar.getName()), scalar, random);
                }
            }
        }));
    }

    private static void assertPacks(Method packed, Method scalar, SplittableRandom random) {
        for (int i = 0; i < 50; i++) {
            Object[] whole = new Object[scalar.getParameterCount()];
            Object[] upper = new Object[whole.length];
            Object[] lower = new Object[whole.length];
            for (int k = 0; k < whole.length; k++) {
                int value = random.nextInt();
                whole[k] = value;
                upper[k] = value >>> 16;
                lower[k] = value & 0xffff;
            }
            int expected = (int) call(scalar, upper) << 16 | (int) call(scalar, lower);
            assertThat(call(packed, whole)).as(packed.getName()).isEqualTo(expected);
        }
    }

    private static Method method(Class<?> owner, String name) {
        for (Method method : owner.getDeclaredMethods()) {
            if (method.getName().equals(name)) {
                return method;
            }
        }
        throw new AssertionError(owner.getSimpleName() + " lacks " + name);
    }

    private static Object call(Method method, Object... arguments) {
        try {
            return method.invoke(null, arguments);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(method.getName(), e);
        }
    }

    private static void assertHalf(int half, BigDecimal exact) {
        assertThat((double) Half.toFloat(half) + 0.0).isEqualTo(ExactRounding.F16.round(exact, Rounding.NEAREST) + 0.0);
    }

    private static void assertBfloat(int bfloat, BigDecimal exact) {
        assertThat((double) Bfloat.toFloat(bfloat) + 0.0)
                .isEqualTo(ExactRounding.BF16.round(exact, Rounding.NEAREST) + 0.0);
    }

    private static int finiteHalf(SplittableRandom random) {
        int half = random.nextInt(0x10000);
        return (half & 0x7c00) == 0x7c00 ? half & 0x83ff : half;
    }

    private static int finiteBfloat(SplittableRandom random) {
        int bfloat = random.nextInt(0x10000);
        return (bfloat & 0x7f80) == 0x7f80 ? bfloat & 0x807f : bfloat;
    }
}

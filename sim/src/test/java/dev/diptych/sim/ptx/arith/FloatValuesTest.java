package dev.diptych.sim.ptx.arith;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Special values of {@code f32} and {@code f64}: NaNs, zeros, subnormals, and the quick divisions. */
final class FloatValuesTest {
    private static final int CANONICAL = 0x7fffffff;
    private static final float SIGNALING = Float.intBitsToFloat(0xff800001);
    private static final double FIRST = Double.longBitsToDouble(0x7ff0_0000_0000_0001L);
    private static final double SECOND = Double.longBitsToDouble(0xfff0_0000_0000_0002L);

    @Test
    void everyNanOfSingleArithmeticIsTheCanonicalOne() {
        float infinity = Float.POSITIVE_INFINITY;
        for (float nan : new float[] {
            SingleArithmetic.add(SIGNALING, 1),
            SingleArithmetic.sub(infinity, infinity),
            SingleArithmetic.mul(0, infinity),
            SingleArithmetic.fma(1, 2, SIGNALING),
            SingleArithmetic.div(0, 0),
            SingleArithmetic.squareRoot(-1),
            SingleArithmetic.neg(SIGNALING),
            SingleArithmetic.abs(SIGNALING),
            DirectedSingle.addDown(infinity, -infinity),
            DirectedSingle.fmaUp(0, infinity, 1),
            SingleExtremes.min(SIGNALING, SIGNALING),
            SingleExtremes.maxOrNan(SIGNALING, 1),
            SingleExtremes.minSignedOrNan(-1, SIGNALING),
        }) {
            assertThat(Float.floatToRawIntBits(nan)).isEqualTo(CANONICAL);
        }
    }

    @Test
    void nansOfDoubleArithmeticAreAnOperandMadeQuiet() {
        assertThat(bits(DoubleArithmetic.add(FIRST, SECOND))).isEqualTo(0xfff8_0000_0000_0002L);
        assertThat(bits(DoubleArithmetic.div(FIRST, SECOND))).isEqualTo(0x7ff8_0000_0000_0001L);
        assertThat(bits(DoubleArithmetic.fma(FIRST, 1, SECOND))).isEqualTo(0xfff8_0000_0000_0002L);
        assertThat(bits(DoubleArithmetic.fma(1, FIRST, SECOND))).isEqualTo(0x7ff8_0000_0000_0001L);
        assertThat(bits(DoubleArithmetic.sub(1, SECOND))).isEqualTo(0xfff8_0000_0000_0002L);
        assertThat(bits(DirectedDouble.subUp(1, SECOND))).isEqualTo(0xfff8_0000_0000_0002L);
        assertThat(bits(DirectedDouble.fmaDown(1, 2, FIRST))).isEqualTo(0x7ff8_0000_0000_0001L);
        assertThat(bits(DoubleArithmetic.div(0, 0))).isEqualTo(0xfff8_0000_0000_0000L);
        assertThat(bits(DoubleArithmetic.squareRoot(-1))).isEqualTo(0xfff8_0000_0000_0000L);
        assertThat(bits(DoubleArithmetic.min(FIRST, SECOND))).isEqualTo(0xfff8_0000_0000_0002L);
        assertThat(bits(DoubleArithmetic.neg(FIRST))).isEqualTo(0x7ff8_0000_0000_0001L);
    }

    private static long bits(double value) {
        return Double.doubleToRawLongBits(value);
    }

    @Test
    void minimaOrderTheZerosAndPassOverANan() {
        assertThat(SingleExtremes.min(0f, -0f)).isEqualTo(Float.valueOf(-0f));
        assertThat(SingleExtremes.max(-0f, 0f)).isEqualTo(Float.valueOf(0f));
        assertThat(SingleExtremes.min(SIGNALING, 3)).isEqualTo(3);
        assertThat(SingleExtremes.max(3, SIGNALING)).isEqualTo(3);
        assertThat(SingleExtremes.max(3, SIGNALING, 4)).isEqualTo(4);
        assertThat(SingleExtremes.minSigned(-2, 3)).isEqualTo(-2);
        assertThat(SingleExtremes.maxSigned(-2, -3)).isEqualTo(3);
        assertThat(SingleExtremes.maxMagnitude(-5, 3, 4)).isEqualTo(5);
        assertThat(DoubleArithmetic.max(-0.0, 0.0)).isEqualTo(Double.valueOf(0.0));
        assertThat(DoubleArithmetic.min(FIRST, 3)).isEqualTo(3);
    }

    @Test
    void modifiersFlushAndSaturate() {
        assertThat(Single.flush(-Float.MIN_VALUE)).isEqualTo(Float.valueOf(-0f));
        assertThat(Single.flush(Float.MIN_NORMAL)).isEqualTo(Float.MIN_NORMAL);
        assertThat(Float.floatToRawIntBits(Single.flush(SIGNALING))).isEqualTo(0xff800001);
        assertThat(Single.saturate(Float.NaN)).isEqualTo(Float.valueOf(0f));
        assertThat(Single.saturate(-0f)).isEqualTo(Float.valueOf(0f));
        assertThat(Single.saturate(0.25f)).isEqualTo(0.25f);
        assertThat(Single.saturate(7)).isEqualTo(1f);
    }

    @Test
    void comparisonsWithANanAreFalseUnlessTheirNameEndsInU() throws ReflectiveOperationException {
        for (String name : new String[] {"eq", "ne", "lt", "le", "gt", "ge", "num"}) {
            assertThat(compare(name, Float.NaN, 1f)).as(name).isEqualTo(false);
            assertThat(compare(name, 1f, Float.NaN)).as(name).isEqualTo(false);
        }
        for (String name : new String[] {"equ", "neu", "ltu", "leu", "gtu", "geu", "nan"}) {
            assertThat(compare(name, Float.NaN, 1f)).as(name).isEqualTo(true);
            assertThat(compare(name, 1f, Float.NaN)).as(name).isEqualTo(true);
        }
        for (String name : new String[] {"eq", "le", "ge", "equ", "leu", "geu", "num"}) {
            assertThat(compare(name, 0f, -0f)).as(name).isEqualTo(true);
        }
        for (String name : new String[] {"ne", "lt", "gt", "neu", "ltu", "gtu", "nan"}) {
            assertThat(compare(name, 0f, -0f)).as(name).isEqualTo(false);
        }
        for (String name : new String[] {"lt", "le", "ltu", "leu", "ne", "neu"}) {
            assertThat(compare(name, 1f, 2f)).as(name).isEqualTo(true);
        }
    }

    private static Object compare(String name, float a, float b) throws ReflectiveOperationException {
        Object asDouble = Named.result("setp." + name + ".f64", (double) a, (double) b);
        Object asFloat = Named.result("setp." + name + ".f32", a, b);
        assertThat(asDouble).as(name).isEqualTo(asFloat);
        return asFloat;
    }

    @Test
    void zerosAreNormalNumbersToTestp() {
        assertThat(FloatComparisons.isNormal(-0f)).isTrue();
        assertThat(FloatComparisons.isSubnormal(0f)).isFalse();
        assertThat(FloatComparisons.isSubnormal(-Double.MIN_VALUE)).isTrue();
        assertThat(FloatComparisons.isNormal(Float.POSITIVE_INFINITY)).isFalse();
        assertThat(FloatComparisons.isNormal(Double.NaN)).isFalse();
    }

    @Test
    void selectionsTakeTheFirstFromZeroOn() {
        assertThat(Selections.select(1, 2, -0f)).isEqualTo(1);
        assertThat(Selections.select(1, 2, Float.NaN)).isEqualTo(2);
        assertThat(Selections.select(1, 2, -Float.MIN_VALUE)).isEqualTo(2);
        assertThat(Selections.selectFlushed(1, 2, -Float.MIN_VALUE)).isEqualTo(1);
        assertThat(Selections.select(1f, 2f, -1)).isEqualTo(2f);
    }

    @Test
    void quickDivisionsStayWithinTwoUlp() {
        EdgeValues values = new EdgeValues(16);
        for (int round = 0; round < 100_000; round++) {
            float a = values.single();
            float b = values.single();
            float exact = a / b;
            if (!Float.isFinite(a) || Math.abs(exact) < Float.MIN_NORMAL || !(Math.abs(exact) < 0x1p127f)) {
                continue;
            }
            double bound = 2 * Math.ulp((double) exact) * 0x1p29;
            double error = SingleArithmetic.divFullRange(a, b) - (double) a / b;
            assertThat(Math.abs(error)).as("%s / %s", a, b).isLessThanOrEqualTo(bound);
            if (Math.abs(b) <= 0x1p126f && Math.abs(a) < 0x1p104f) {
                error = SingleArithmetic.divApproximate(a, b) - (double) a / b;
                assertThat(Math.abs(error)).as("%s / %s", a, b).isLessThanOrEqualTo(bound);
            }
        }
        assertThat(SingleArithmetic.divApproximate(3, 0x1.8p126f)).isZero();
        assertThat(SingleArithmetic.divApproximate(Float.POSITIVE_INFINITY, 0x1.8p126f))
                .isNaN();
        assertThat(SingleArithmetic.divApproximate(-3, 0)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(SingleArithmetic.divFullRange(0x1p127f, 0x1p127f)).isEqualTo(1f);
    }

    @Test
    void roughDoublesHave20BitsAndTheManualsSpecialValues() {
        assertThat(DoubleApproximations.roughReciprocal(3)).isCloseTo(1 / 3.0, within20Bits());
        assertThat(bits(DoubleApproximations.roughReciprocal(3)) & 0xffffffffL).isZero();
        assertThat(DoubleApproximations.roughReciprocal(-Double.MIN_VALUE)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(DoubleApproximations.roughReciprocal(Double.NEGATIVE_INFINITY))
                .isEqualTo(Double.valueOf(-0.0));
        assertThat(DoubleApproximations.roughInverseRoot(-0.0)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(DoubleApproximations.roughInverseRoot(Double.POSITIVE_INFINITY))
                .isEqualTo(Double.valueOf(0.0));
        assertThat(bits(DoubleApproximations.roughInverseRoot(-4))).isEqualTo(0x7fff_ffff_0000_0000L);
        // Only the upper word is read, and that of this NaN is infinity's.
        assertThat(DoubleApproximations.roughReciprocal(FIRST)).isEqualTo(Double.valueOf(0.0));
        assertThat(DoubleApproximations.inverseRoot(0x1p-1072)).isEqualTo(0x1p536);
        EdgeValues values = new EdgeValues(17);
        for (int round = 0; round < 10_000; round++) {
            double a = Math.abs(values.wide());
            if (a > 0 && Double.isFinite(a)) {
                double exact = 1 / Math.sqrt(a);
                assertThat(DoubleApproximations.inverseRoot(a))
                        .isBetween(exact - 2 * Math.ulp(exact), exact + 2 * Math.ulp(exact));
            }
        }
    }

    private static Offset<Double> within20Bits() {
        return Offset.offset(0x1p-22);
    }

    @Test
    void pairsAreComputedByHalves() throws ReflectiveOperationException {
        long a = (long) Float.floatToRawIntBits(3) << 32 | Float.floatToRawIntBits(2);
        long b = (long) Float.floatToRawIntBits(-Float.MIN_VALUE) << 32 | Float.floatToRawIntBits(0.5f);
        long expected = (long) Float.floatToRawIntBits(-0f) << 32 | Float.floatToRawIntBits(1);
        assertThat(PairArithmetic.mulFlushed(a, b)).isEqualTo(expected);
        assertThat(Named.result("mul.ftz.f32x2", a, b)).isEqualTo(expected);
    }
}

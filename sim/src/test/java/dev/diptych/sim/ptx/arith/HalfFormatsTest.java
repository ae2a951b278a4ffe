package dev.diptych.sim.ptx.arith;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HalfFormatsTest {
    private static final List<Rounding> MODES = List.of(Rounding.values());

    @Test
    void everyHalfComesBackFromItsFloat() {
        for (int half = 0; half < 0x10000; half++) {
            int expected = Half.isNan(half) ? Half.NAN : half;
            assertThat(Half.of(Half.toFloat(half))).isEqualTo(expected);
            for (Rounding rounding : Rounding.values()) {
                assertThat(Half.of(Half.toFloat(half), rounding)).isEqualTo(expected);
            }
        }
    }

    @Test
    void everyBfloatComesBackFromItsFloat() {
        for (int bfloat = 0; bfloat < 0x10000; bfloat++) {
            int expected = Bfloat.isNan(bfloat) ? Bfloat.NAN : bfloat;
            assertThat(Bfloat.of(Bfloat.toFloat(bfloat))).isEqualTo(expected);
            assertThat(Bfloat.of((double) Bfloat.toFloat(bfloat))).isEqualTo(expected);
        }
    }

    @Test
    void halvesHaveTheValuesOfTheirFields() {
        for (int magnitude = 0; magnitude < 0x7c00; magnitude++) {
            int exponent = magnitude >> 10;
            int fraction = magnitude & 0x3ff;
            double value = exponent == 0 ? fraction * 0x1p-24 : Math.scalb(1024.0 + fraction, exponent - 25);
            assertThat((double) Half.toFloat(magnitude)).isEqualTo(value);
            assertThat((double) Half.toFloat(magnitude | 0x8000)).isEqualTo(-value);
        }
    }

    @Test
    void roundsToHalvesLikeTheOracleInEveryModeSeed1() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 8_000; i++) {
            double value = ExactRounding.F16.edge(random);
            Rounding rounding = MODES.get(i & 3);
            int half = Half.of(value, rounding);
            assertThat((double) Half.toFloat(half))
                    .as("%a %s", value, rounding)
                    .isEqualTo(rounded(ExactRounding.F16, value, rounding));
            assertThat(half >>> 15 == 1).isEqualTo(value < 0);
        }
    }

    @Test
    void roundsToBfloatsLikeTheOracleInEveryModeSeed2() {
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 4_000; i++) {
            double value = ExactRounding.BF16.edge(random);
            Rounding rounding = MODES.get(i & 3);
            int bfloat = Bfloat.of(value, rounding);
            assertThat((double) Bfloat.toFloat(bfloat))
                    .as("%a %s", value, rounding)
                    .isEqualTo(rounded(ExactRounding.BF16, value, rounding));
            float single = (float) value;
            assertThat(Bfloat.of(single)).isEqualTo(Bfloat.of((double) single));
        }
    }

    @Test
    void roundsToFloatsLikeTheOracleInEveryModeSeed3() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 4_000; i++) {
            double value = ExactRounding.F32.edge(random);
            Rounding rounding = MODES.get(i & 3);
            float single = Singles.of(value, rounding);
            assertThat((double) single)
                    .as("%a %s", value, rounding)
                    .isEqualTo(rounded(ExactRounding.F32, value, rounding));
            assertThat(Float.floatToRawIntBits(single) < 0).isEqualTo(value < 0);
        }
    }

    @Test
    void saturatingFlushingAndRectifyingKnowTheirSpecialValues() {
        assertThat(Half.saturate(Half.NAN)).isZero();
        assertThat(Half.saturate(0x8000)).isZero();
        assertThat(Half.saturate(0x7c00)).isEqualTo(Half.ONE);
        assertThat(Half.saturate(0x3bff)).isEqualTo(0x3bff);
        assertThat(Half.flush(0x83ff)).isEqualTo(0x8000);
        assertThat(Half.flush(0x8400)).isEqualTo(0x8400);
        assertThat(Half.rectify(0xfe01)).isEqualTo(Half.NAN);
        assertThat(Half.rectify(0xbc00)).isZero();
        assertThat(Bfloat.rectify(0xffff)).isEqualTo(Bfloat.NAN);
        assertThat(Bfloat.flush(0x807f)).isEqualTo(0x8000);
    }

    @Test
    void narrowFloatsRoundToTheNearestOfAllTheirValues() {
        for (NarrowFloat format : NarrowFloat.values()) {
            for (int half = 0; half < 0x7c00; half += 7) {
                float value = Half.toFloat(half);
                int nearest = 0;
                for (int code = 0; code < 0x7f; code++) {
                    float candidate = Half.toFloat(format.toHalf(code));
                    float best = Half.toFloat(format.toHalf(nearest));
                    float difference = Math.abs(candidate - value) - Math.abs(best - value);
                    if (Float.isFinite(candidate) && (difference < 0 || (difference == 0 && (code & 1) == 0))) {
                        nearest = code;
                    }
                }
                assertThat(format.of(value)).as("%s %a", format, value).isEqualTo(nearest);
                assertThat(format.of(-value)).isEqualTo(nearest | 0x80);
            }
        }
    }

    @Test
    void narrowFloatsHoldInfinityAtTheirGreatestValueAndKeepNan() {
        assertThat(NarrowFloat.E4M3.of(Float.NEGATIVE_INFINITY)).isEqualTo(0xfe);
        assertThat(NarrowFloat.E5M2.of(Float.POSITIVE_INFINITY)).isEqualTo(0x7b);
        assertThat(NarrowFloat.E4M3.of(Float.NaN)).isEqualTo(0x7f);
        assertThat(NarrowFloat.E4M3.toHalf(0xff)).isEqualTo(Half.NAN);
        assertThat(NarrowFloat.E5M2.toHalf(0xfc)).isEqualTo(0xfc00);
        assertThat(NarrowFloat.E4M3.toHalf(0x81)).isEqualTo(0x8000 | Half.of(0x1p-9));
    }

    private static double rounded(ExactRounding format, double value, Rounding rounding) {
        double rounded = format.round(new BigDecimal(value), rounding);
        return rounded == 0 ? Math.copySign(0, value) : rounded;
    }
}

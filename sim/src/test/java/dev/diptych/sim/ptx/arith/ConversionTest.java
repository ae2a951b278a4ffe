package dev.diptych.sim.ptx.arith;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.sim.ptx.syntax.Type;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConversionTest {
    private static final List<Type> WHOLE =
            List.of(Type.U8, Type.S8, Type.U16, Type.S16, Type.U32, Type.S32, Type.U64, Type.S64);
    private static final List<String> ROUNDINGS = List.of("rn", "rz", "rm", "rp");
    private static final List<Rounding> MODES =
            List.of(Rounding.NEAREST, Rounding.TOWARD_ZERO, Rounding.DOWN, Rounding.UP);
    private static final List<String> WHOLE_ROUNDINGS = List.of("rni", "rzi", "rmi", "rpi");

    @Test
    void wholeNumbersWrapOrSaturateLikeBigIntegersSeed11() {
        SplittableRandom random = new SplittableRandom(11);
        for (Type from : WHOLE) {
            for (Type to : WHOLE) {
                Conversion wrapping = conversion("cvt.%s.%s".formatted(to, from));
                Conversion saturating =
                        Conversion.of("cvt.sat.%s.%s".formatted(to, from)).orElse(null);
                for (int i = 0; i < 200; i++) {
                    long bits = random.nextLong() >> random.nextInt(64);
                    BigInteger value = value(from, bits);
                    assertThat(apply(wrapping, bits))
                            .as("%s of %s", wrapping.name(), value)
                            .isEqualTo(bits(to, value));
                    if (saturating != null) {
                        assertThat(apply(saturating, bits))
                                .as("%s of %s", saturating.name(), value)
                                .isEqualTo(bits(to, clamped(to, value)));
                    } else {
                        assertThat(clamped(to, value)).isEqualTo(value);
                    }
                }
            }
        }
    }

    @Test
    void wholeNumbersAreRoundedOnceSeed12() {
        SplittableRandom random = new SplittableRandom(12);
        for (Type from : WHOLE) {
            for (ExactRounding format : ExactRounding.values()) {
                for (int mode = 0; mode < 4; mode++) {
                    Conversion conversion = conversion(
                            "cvt.%s.%s.%s".formatted(ROUNDINGS.get(mode), Type.valueOf(format.name()), from));
                    for (int i = 0; i < 100; i++) {
                        long bits = edge(random);
                        BigInteger value = value(from, bits);
                        double expected = format.round(new BigDecimal(value), MODES.get(mode));
                        assertThat(real(conversion.to(), apply(conversion, bits)))
                                .as("%s of %s", conversion.name(), value)
                                .isEqualTo(expected);
                    }
                }
            }
        }
    }

    @Test
    void numbersWithFractionsBecomeWholeAndStayInRangeSeed13() {
        SplittableRandom random = new SplittableRandom(13);
        RoundingMode[] modes = {RoundingMode.HALF_EVEN, RoundingMode.DOWN, RoundingMode.FLOOR, RoundingMode.CEILING};
        for (Type from : List.of(Type.F16, Type.BF16, Type.F32, Type.F64)) {
            for (Type to : WHOLE) {
                for (int mode = 0; mode < 4; mode++) {
                    Conversion conversion = conversion("cvt.%s.%s.%s".formatted(WHOLE_ROUNDINGS.get(mode), to, from));
                    for (int i = 0; i < 80; i++) {
                        double wanted = Math.rint(random.nextInt(1 << 16) - (1 << 15))
                                * Math.scalb(0.5, random.nextInt(60) - 12);
                        long bits = bits(from, wanted);
                        double value = real(from, bits);
                        if (Double.isFinite(value)) {
                            BigInteger expected = clamped(
                                    to,
                                    new BigDecimal(value)
                                            .setScale(0, modes[mode])
                                            .toBigInteger());
                            assertThat(apply(conversion, bits))
                                    .as("%s of %a", conversion.name(), value)
                                    .isEqualTo(bits(to, expected));
                        }
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "cvt.rzi.s32.f32, 0",
        "cvt.rzi.u32.f32, 0",
        "cvt.rzi.s8.f32, 0",
        "cvt.rzi.u16.f16, 0",
        "cvt.rzi.s32.bf16, 0",
        "cvt.rzi.s64.f32, -9223372036854775808",
        "cvt.rzi.u64.f16, -9223372036854775808",
        "cvt.rzi.s64.f64, -9223372036854775808",
        "cvt.rzi.u64.f64, -9223372036854775808",
        "cvt.rzi.s32.f64, 2147483648",
        "cvt.rzi.u32.f64, 2147483648",
        "cvt.rzi.s16.f64, 32768",
        "cvt.rzi.u16.f64, 32768",
        "cvt.rzi.s8.f64, 128",
        "cvt.rzi.u8.f64, 128"
    })
    void nanBecomesTheWholeNumberThatTheManualNames(String name, long expected) {
        Conversion conversion = conversion(name);
        assertThat(apply(conversion, bits(conversion.from(), Double.NaN))).isEqualTo(expected);
    }

    @Test
    void realNumbersAreRoundedOnceSeed14() {
        SplittableRandom random = new SplittableRandom(14);
        for (String pair : List.of("f32.f64", "f16.f64", "bf16.f64", "f16.f32", "bf16.f32", "bf16.f16", "f16.bf16")) {
            for (int mode = 0; mode < 4; mode++) {
                Conversion conversion = conversion("cvt.%s.%s".formatted(ROUNDINGS.get(mode), pair));
                ExactRounding format = ExactRounding.valueOf(conversion.to().name());
                for (int i = 0; i < 150; i++) {
                    long bits = bits(conversion.from(), format.edge(random));
                    double value = real(conversion.from(), bits);
                    if (Double.isFinite(value)) {
                        double expected = format.round(new BigDecimal(value), MODES.get(mode));
                        assertThat(real(conversion.to(), apply(conversion, bits)))
                                .as("%s of %a", conversion.name(), value)
                                .isEqualTo(expected == 0 ? Math.copySign(0, value) : expected);
                    }
                }
            }
        }
    }

    @Test
    void wideningKeepsEveryValueAndRoundingToWholeKeepsTheType() {
        assertThat(applyReal("cvt.f32.f16", 0x1p-24)).isEqualTo(0x1p-24);
        assertThat(applyReal("cvt.f64.bf16", -0x1p-133)).isEqualTo(-0x1p-133);
        assertThat(applyReal("cvt.rni.f32.f32", 2.5)).isEqualTo(2);
        assertThat(applyReal("cvt.rzi.f64.f64", -0.75)).isEqualTo(-0.0);
        assertThat(applyReal("cvt.rpi.f16.f16", 0x1p-24)).isEqualTo(1);
        assertThat(applyReal("cvt.rpi.ftz.f32.f32", 0x1p-140)).isEqualTo(0);
        assertThat(applyReal("cvt.rmi.f32.f32", Double.NEGATIVE_INFINITY)).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void modifiersHoldTheResultInRange() {
        assertThat(applyReal("cvt.sat.f32.f32", Double.NaN)).isEqualTo(0);
        assertThat(applyReal("cvt.rn.sat.f16.f32", 7)).isEqualTo(1);
        assertThat(applyReal("cvt.rn.sat.f32.f64", -7)).isEqualTo(0);
        assertThat(apply(conversion("cvt.rn.sat.f32.s32"), 5)).isEqualTo(bits(Type.F32, 1));
        assertThat(applyReal("cvt.ftz.f64.f32", -0x1p-130)).isEqualTo(-0.0);
        assertThat(applyReal("cvt.rn.ftz.f32.f64", -0x1p-130)).isEqualTo(-0.0);
        assertThat(applyReal("cvt.rn.relu.bf16.f32", -3)).isEqualTo(0);
        assertThat(apply(conversion("cvt.rn.relu.f16.f32"), bits(Type.F32, Double.NaN)))
                .isEqualTo(Half.NAN);
        assertThat(applyReal("cvt.rn.satfinite.f16.f32", 1e9)).isEqualTo(65504);
        assertThat(applyReal("cvt.rz.satfinite.bf16.f32", Double.NEGATIVE_INFINITY))
                .isEqualTo(-0x1.fep127);
        assertThat(apply(conversion("cvt.rpi.ftz.s32.f32"), 1)).isZero();
        assertThat(apply(conversion("cvt.rpi.s32.f32"), 1)).isEqualTo(1);
    }

    @Test
    void tf32KeepsTenBitsOfTheFraction() {
        long tie = Float.floatToRawIntBits(0x1.002p0f);
        assertThat(apply(conversion("cvt.rna.tf32.f32"), tie)).isEqualTo(0x3f802000);
        assertThat(apply(conversion("cvt.rn.tf32.f32"), tie)).isEqualTo(0x3f800000);
        assertThat(apply(conversion("cvt.rz.relu.tf32.f32"), tie | 0x80000000L)).isZero();
        assertThat(apply(conversion("cvt.rna.satfinite.tf32.f32"), 0x7f7fffff)).isEqualTo(0x7f7fe000);
        assertThat(apply(conversion("cvt.rna.tf32.f32"), 0x7f7fffff)).isEqualTo(0x7f800000);
    }

    @Test
    void everyNameThatIsListedIsFound() {
        List<String> names = Conversion.names();
        assertThat(names)
                .doesNotHaveDuplicates()
                .contains("cvt.rn.f32.s32", "cvt.u32.u64", "cvt.rn.relu.satfinite.f16.f32");
        for (String name : names) {
            assertThat(Conversion.of(name)).as(name).isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cvt",
                "cvt.f32",
                "cvt.f32.f64",
                "cvt.rn.s32.f32",
                "cvt.s32.f32",
                "cvt.rn.s32.s64",
                "cvt.sat.s64.s32",
                "cvt.rn.f64.f32",
                "cvt.rn.f64.f16",
                "cvt.rni.f32.f16",
                "cvt.rn.ftz.f16.f64",
                "cvt.rn.sat.sat.f16.f32",
                "cvt.rn.rz.f16.f32",
                "cvt.rm.relu.f16.f32",
                "cvt.rn.sat.bf16.f32",
                "cvt.rna.relu.tf32.f32",
                "cvt.rn.f16x2.f32",
                "cvt.u32.pred",
                "add.f32.f32",
                "cvt..u32.u64"
            })
    void whatPtxDoesNotHaveIsNotFound(String name) {
        assertThat(Conversion.of(name)).isEmpty();
    }

    @Test
    void packedConversionsPutTheirFirstOperandOnTop() {
        assertThat(PackedConversions.toF16x2Rn(1, 2)).isEqualTo(0x3c004000);
        assertThat(PackedConversions.toBf16x2RzRelu(-1, 0x1.03p0f)).isEqualTo(0x00003f81);
        assertThat(PackedConversions.toF16x2RnFinite(Float.NEGATIVE_INFINITY, Float.NaN))
                .isEqualTo(0xfbff7fff);
        assertThat(PackedConversions.toE4m3x2(1, 1e9f)).isEqualTo(0x387e);
        assertThat(PackedConversions.toE5m2x2Relu(-1, Float.NaN)).isEqualTo(0x007f);
        assertThat(PackedConversions.halvesToE4m3x2(0x3c00c000)).isEqualTo(0x38c0);
        assertThat(PackedConversions.fromE4m3x2(0x38c0)).isEqualTo(0x3c00c000);
        assertThat(PackedConversions.fromE5m2x2Relu(0xbc3c)).isEqualTo(0x00003c00 + (0x3c3c - 0x3c3c));
        assertThat(PackedConversions.packS16(-70000, 5)).isEqualTo(0x80000005);
        assertThat(PackedConversions.packU8(300, -1, 0x12345678)).isEqualTo(0x5678ff00);
        assertThat(PackedConversions.packS4(-9, 3, 0x1)).isEqualTo(0x183);
        assertThat(PackedConversions.packU2(9, 1, 0xff)).isEqualTo(0xffd);
    }

    private static Conversion conversion(String name) {
        return Conversion.of(name).orElseThrow(() -> new AssertionError("no " + name));
    }

    /** Applies a conversion to the low bits of a type and returns the bits of the result, those above its width zero. */
    private static long apply(Conversion conversion, long bits) {
        Object value = operand(conversion.from(), bits);
        for (Method step : conversion.steps()) {
            try {
                value = step.invoke(null, value);
            } catch (ReflectiveOperationException e) {
                throw new LinkageError(conversion.name(), e);
            }
        }
        if (value instanceof Float real) {
            return Float.floatToRawIntBits(real) & 0xffffffffL;
        }
        if (value instanceof Double real) {
            return Double.doubleToRawLongBits(real);
        }
        return value instanceof Integer whole ? whole & 0xffffffffL : (long) value;
    }

    private static double applyReal(String name, double value) {
        Conversion conversion = conversion(name);
        return real(conversion.to(), apply(conversion, bits(conversion.from(), value)));
    }

    private static Object operand(Type type, long bits) {
        return switch (type) {
            case F32 -> Float.intBitsToFloat((int) bits);
            case F64 -> Double.longBitsToDouble(bits);
            case U64, S64 -> bits;
            default -> (int) bits;
        };
    }

    private static double real(Type type, long bits) {
        return switch (type) {
            case F16 -> Half.toFloat((int) bits);
            case BF16 -> Bfloat.toFloat((int) bits);
            case F32 -> Float.intBitsToFloat((int) bits);
            default -> Double.longBitsToDouble(bits);
        };
    }

    private static long bits(Type type, double value) {
        return switch (type) {
            case F16 -> Half.of(value);
            case BF16 -> Bfloat.of(value);
            case F32 -> Float.floatToRawIntBits((float) value) & 0xffffffffL;
            default -> Double.doubleToRawLongBits(value);
        };
    }

    private static BigInteger value(Type type, long bits) {
        BigInteger low = BigInteger.valueOf(bits).mod(BigInteger.ONE.shiftLeft(8 * type.bytes()));
        boolean negative = type.isSigned() && low.testBit(8 * type.bytes() - 1);
        return negative ? low.subtract(BigInteger.ONE.shiftLeft(8 * type.bytes())) : low;
    }

    private static long bits(Type type, BigInteger value) {
        return value.mod(BigInteger.ONE.shiftLeft(8 * type.bytes())).longValue();
    }

    private static BigInteger clamped(Type type, BigInteger value) {
        int bits = 8 * type.bytes();
        BigInteger max =
                BigInteger.ONE.shiftLeft(type.isSigned() ? bits - 1 : bits).subtract(BigInteger.ONE);
        BigInteger min = type.isSigned() ? max.not() : BigInteger.ZERO;
        return value.max(min).min(max);
    }

    private static long edge(SplittableRandom random) {
        long bits = random.nextLong() >>> random.nextInt(64);
        return (bits & (-1L << random.nextInt(64))) + random.nextInt(3) - 1;
    }
}

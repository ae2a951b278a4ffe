package dev.diptych.systems.argument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class NumbersTest {
    @ParameterizedTest
    @CsvSource({
        "i32, 5, 5",
        "i32, -1, ffffffff",
        "i32, 0xFFFFFFFF, ffffffff",
        "i32, -2147483648, 80000000",
        "u32, 4294967295, ffffffff",
        "u64, 18446744073709551615, ffffffffffffffff",
        "i64, -0x8000000000000000, 8000000000000000",
        "i8, -128, 80",
        "u16, 65535, ffff",
        "bool, true, 1",
        "bool, 0, 0",
        "f32, 1.5, 3fc00000",
        "f32, -0.0, 80000000",
        "f32, 0x1.8p0, 3fc00000",
        "f32, inf, 7f800000",
        "f32, -Infinity, ff800000",
        "f32, NaN, 7fc00000",
        "f32, .1, 3dcccccd",
        "f64, 1e-3, 3f50624dd2f1a9fc",
        "f16, 1, 3c00",
        "f16, 65504, 7bff",
        "f16, 6e-8, 1",
        "f16, nan, 7e00",
        "bf16, 3.14, 4049",
        "bf16, -inf, ff80"
    })
    void readsBits(String type, String text, String hex) {
        assertThat(Long.toHexString(Numbers.parse(text, ElementType.of(type)))).isEqualTo(hex);
    }

    @ParameterizedTest
    @CsvSource({
        "i32, 2147483648, 'does not fit i32, -2147483648 to 2147483647'",
        "i32, 0x100000000, 'does not fit i32'",
        "u32, -1, 'does not fit u32, 0 to 4294967295'",
        "i32, 1.5, should be a whole number",
        "i32, '', should be a whole number",
        "bool, 2, should be true or false",
        "f32, 1e39, beyond the range of f32",
        "f16, 65520, beyond the range of f16",
        "f32, 0x10, should be a number",
        "f32, 1.5f, should be a number",
        "f32, ., should be a number"
    })
    void refuses(String type, String text, String reason) {
        assertThatThrownBy(() -> Numbers.parse(text, ElementType.of(type)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "f32, 3dcccccd, 0.1",
        "f32, 3f800000, 1.0",
        "f32, 80000000, -0.0",
        "f32, 7f7fffff, 3.4028235e+38",
        "f32, 1, 1e-45",
        "f32, 7fc00000, nan",
        "f32, ff800000, -inf",
        "f64, 3ff0000000000001, 1.0000000000000002",
        "f64, 4341c37937e08000, 1e+16",
        "f64, 4059000000000000, 100.0",
        "f16, 2e66, 0.1",
        "bf16, 4049, 3.14",
        "i8, ff, -1",
        "u8, ff, 255",
        "u64, ffffffffffffffff, 18446744073709551615",
        "bool, 1, True"
    })
    void printsAsNumPyDoes(String type, String hex, String text) {
        assertThat(Numbers.text(Long.parseUnsignedLong(hex, 16), ElementType.of(type)))
                .isEqualTo(text);
    }

    @ParameterizedTest
    @EnumSource
    void readsBackWhatItPrinted(ElementType type) {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 2000; i++) {
            long bits = random.nextLong() >>> (Long.SIZE - type.bits());
            if (type == ElementType.BOOL) {
                bits &= 1;
            } else if (type.kind() == ElementType.Kind.FLOAT && Double.isNaN(type.toDouble(bits))) {
                continue;
            }
            assertThat(Numbers.parse(Numbers.text(bits, type), type)).isEqualTo(bits);
        }
    }

    @Test
    void narrowFormatsHoldTheirOwnNumbers() {
        for (NarrowFloat format : NarrowFloat.values()) {
            for (int bits = 0; bits < 1 << 16; bits++) {
                double value = format.decode(bits);
                if (!Double.isNaN(value)) {
                    assertThat(format.encode(value)).isEqualTo(bits);
                }
            }
        }
    }

    /** Rounding to the upper half of a float is adding half of a last place, less one for an even result. */
    @Test
    void roundsToBf16AsTheUpperHalfOfAFloat() {
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 20_000; i++) {
            int bits = random.nextInt();
            float value = Float.intBitsToFloat(bits);
            if (!Float.isNaN(value)) {
                int expected = (bits + 0x7FFF + (bits >>> 16 & 1)) >>> 16;
                assertThat(NarrowFloat.BF16.encode(value)).isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1.00048828125, 3c00, tie to even below",
        "1.00146484375, 3c02, tie to even above",
        "2.98e-8, 0, below half of the smallest",
        "2.99e-8, 1, above half of the smallest",
        "6.0975551605224609e-05, 3ff, largest subnormal",
        "6.1005353927612305e-05, 400, tie to the smallest normal number",
        "65519.99, 7bff, below the midpoint to infinity",
        "1e-300, 0, far below"
    })
    void roundsToF16(double value, String hex, String why) {
        assertThat(NarrowFloat.F16.encode(value)).as(why).isEqualTo(Integer.parseInt(hex, 16));
    }
}

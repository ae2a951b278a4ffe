package dev.diptych.cli.ptx;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import dev.diptych.sim.ptx.syntax.Space;
import dev.diptych.sim.ptx.syntax.Type;
import dev.diptych.sim.ptx.syntax.Variable;
import dev.diptych.systems.argument.ArgumentParser;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KernelParametersTest {
    @ParameterizedTest
    @CsvSource({
        "u32, 4, i32:-1",
        "s32, 4, u32:7",
        "f32, 4, f32:1",
        "b32, 4, f32:1",
        "b32, 4, i32:1",
        "u64, 8, out:f32[4]",
        "u64, 8, null",
        "b64, 8, null",
        "b64, 8, f64:1",
        "u64, 8, u64:0x100",
        "u8, 1, bool:1",
        "s8, 1, i8:-1",
        "b8, 2, f16:1",
        "u16, 2, bf16:1",
        "b8, 12, bytes:000102030405060708090a0b"
    })
    void suit(String type, int bytes, String argument) {
        assertThatCode(() -> check(List.of(parameter("p", Type.of(type), bytes)), argument))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "u64 | 8 | i32:1 | --arg 1 is an i32 of 4 bytes, but parameter 'p' of kernel 'k' is u64 of 8 bytes: a buffer",
                "u32 | 4 | out:f32[4] | --arg 1 is a buffer, whose address has 8 bytes",
                "u32 | 4 | f32:1 | is u32 of 4 bytes: i32: or u32:",
                "f32 | 4 | i32:1 | is f32 of 4 bytes: f32:",
                "f64 | 8 | null | --arg 1 is a null pointer",
                "f64 | 8 | f32:1 | is f64 of 8 bytes: f64:",
                "u64 | 8 | f64:1 | --arg 1 is an f64 of 8 bytes",
                "b8 | 12 | bytes:00 | --arg 1 is a structure of 1 bytes, but parameter 'p' of kernel 'k' is b8[12] of 12 bytes"
            })
    void doNotSuit(String type, int bytes, String argument, String reason) {
        assertThatThrownBy(() -> check(List.of(parameter("p", Type.of(type), bytes)), argument))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void oneIsMissing() {
        List<Variable> two = List.of(parameter("a", Type.U32, 4), parameter("b", Type.F32, 4));

        assertThatThrownBy(() -> check(two, "i32:1"))
                .hasMessage("kernel 'k' takes 2 arguments, but 1 are given; --arg 2, 'b', is f32 of 4 bytes: f32:");
    }

    @Test
    void oneIsTooMany() {
        assertThatThrownBy(() -> check(List.of(), "i32:1")).hasMessage("kernel 'k' takes 0 arguments, but 1 are given");
    }

    private static void check(List<Variable> parameters, String argument) {
        KernelParameters.check("k", parameters, ArgumentParser.parse("--arg", List.of(argument)));
    }

    private static Variable parameter(String name, Type type, int bytes) {
        return new Variable(Space.PARAM, type, name, bytes, type.bytes(), Variable.Initial.NONE, List.of(), false, 1);
    }
}

package dev.diptych.sim.ptx.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code redux.sync} of floats, and {@code lop3} with a predicate. */
class FloatReductionTest {
    private static ByteBuffer reduced(String instruction, float... values) {
        ByteBuffer in = ByteBuffer.allocate(128).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 32; i++) {
            in.putFloat(values[i % values.length]);
        }
        String body = Machine.load("%rd1", List.of("%f0"), false)
                + instruction
                + " %f1, %f0, -1;\n"
                + Machine.store("%rd4", List.of("%f1"), false);
        return new Machine(body, 128, in.array()).result();
    }

    @ParameterizedTest
    @CsvSource({
        "redux.sync.min.f32, -5",
        "redux.sync.max.f32, 3",
        "redux.sync.min.abs.f32, 1",
        "redux.sync.max.abs.f32, 5",
        "redux.sync.max.NaN.f32, 3"
    })
    void findsTheLeastAndTheGreatest(String instruction, float expected) {
        assertThat(reduced(instruction, -1, 3, 2, -5).getFloat(4)).isEqualTo(expected);
    }

    @Test
    void leavesNansOutUnlessAskedToKeepThem() {
        assertThat(reduced("redux.sync.min.f32", Float.NaN, 2).getFloat(0)).isEqualTo(2);
        assertThat(reduced("redux.sync.min.NaN.f32", Float.NaN, 2).getInt(0)).isEqualTo(0x7FFFFFFF);
        assertThat(reduced("redux.sync.max.f32", Float.NaN).getInt(0)).isEqualTo(0x7FFFFFFF);
    }

    @Test
    void ordersZerosBySign() {
        assertThat(reduced("redux.sync.min.f32", 0f, -0f).getInt(0)).isEqualTo(0x80000000);
        assertThat(reduced("redux.sync.max.f32", 0f, -0f).getInt(0)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"and, false", "or, true"})
    void combinesWhetherLop3HasBitsWithAPredicate(String operation, boolean isOr) {
        // The bits that lanes have in common with 5; the predicate holds in the first 8 lanes.
        String body = """
                setp.lt.u32 %%p0, %%r0, 8;
                lop3.%s.b32 %%r1|%%p1, %%r0, 5, 0, 0xc0, %%p0;
                selp.u32 %%r2, 100, 0, %%p1;
                add.u32 %%r1, %%r1, %%r2;
                """.formatted(operation) + Machine.store("%rd4", List.of("%r1"), false);

        ByteBuffer result = new Machine(body, 128).result();

        int[] expected = new int[32];
        Arrays.setAll(expected, i -> {
            boolean has = (i & 5) != 0;
            return (i & 5) + ((isOr ? has || i < 8 : has && i < 8) ? 100 : 0);
        });
        int[] values = new int[32];
        result.asIntBuffer().get(values);
        assertThat(values).isEqualTo(expected);
    }
}

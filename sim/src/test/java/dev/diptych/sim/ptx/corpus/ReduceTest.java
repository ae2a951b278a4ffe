package dev.diptych.sim.ptx.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.model.op.Dim;
import dev.diptych.sim.ptx.memory.Region;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReduceTest {
    private static final String MODULE = "reduce";

    private final Device device = new Device();

    @ParameterizedTest(name = "{0} elements")
    @ValueSource(ints = {0, 1, 31, 32, 33, 64, 127, 200})
    void addsUpATreeWithDivergingSteps(int n) {
        int[] in = new Numbers(n).anyInts(n);
        Region out = device.room(4 * 4);

        device.run(MODULE, "reduce_interleaved", Dim.of(4), Dim.of(64), 4 * 64, device.ints(in), out, n);

        int[] expected = new int[4];
        for (int i = 0; i < n; i++) {
            expected[i / 64] += in[i];
        }
        assertThat(Device.intsOf(out)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} elements, blocks of {1}")
    @CsvSource({"0, 64", "1, 64", "127, 64", "129, 64", "1000, 64", "33, 256", "512, 256", "3001, 256"})
    void addsUpWithVolatileWarps(int n, int threads) {
        float[] in = new Numbers(n).wholes(n, -100, 100);
        Region out = device.room(4 * 2);

        String kernel = threads == 64 ? "_Z15reduce_unrolledILj64EEvPKfPfj" : "_Z15reduce_unrolledILj256EEvPKfPfj";
        device.run(MODULE, kernel, Dim.of(2), Dim.of(threads), 0, device.floats(in), out, n);

        float[] expected = new float[2];
        for (int i = 0; i < n; i++) {
            expected[i / (2 * threads) % 2] += in[i];
        }
        assertThat(Device.floatsOf(out)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} elements, {1} blocks of {2}")
    @CsvSource({"0, 1, 32", "1, 1, 64", "33, 2, 32", "1000, 3, 128", "2048, 1, 1024"})
    void addsUpByShuffles(int n, int blocks, int threads) {
        float[] in = new Numbers(n).wholes(n, -100, 100);
        int[] whole = new Numbers(n).anyInts(n);
        Region out = device.zeros(4);
        Region wide = device.zeros(8);

        device.run(MODULE, "reduce_shuffle", Dim.of(blocks), Dim.of(threads), 0, device.floats(in), out, n);
        device.run(MODULE, "reduce_groups", Dim.of(blocks), Dim.of(threads), 0, device.ints(whole), wide, n);

        float sum = 0;
        for (float v : in) {
            sum += v;
        }
        assertThat(Device.floatsOf(out)).containsExactly(sum);
        assertThat(Device.longsOf(wide))
                .containsExactly(Arrays.stream(whole).asLongStream().sum());
    }

    @Test
    void reducesAWarpInOneInstruction() {
        int[] in = new Numbers(1).anyInts(128);
        Region out = device.room(4 * 7 * 4);

        device.run(MODULE, "reduce_one_instruction", Dim.of(2), Dim.of(64), 0, device.ints(in), out);

        int[] expected = new int[28];
        for (int w = 0; w < 4; w++) {
            int[] warp = Arrays.copyOfRange(in, 32 * w, 32 * w + 32);
            expected[7 * w] = Arrays.stream(warp).sum();
            expected[7 * w + 1] = Arrays.stream(warp).min().orElseThrow();
            expected[7 * w + 2] = Arrays.stream(warp).max().orElseThrow();
            expected[7 * w + 3] = Arrays.stream(warp).reduce(-1, (a, b) -> a & b);
            expected[7 * w + 4] = Arrays.stream(warp).reduce(0, (a, b) -> a | b);
            expected[7 * w + 5] = Arrays.stream(warp).reduce(0, (a, b) -> a ^ b);
            expected[7 * w + 6] = Arrays.stream(warp).reduce(0, (a, b) -> Integer.compareUnsigned(a, b) >= 0 ? a : b);
        }
        assertThat(Device.intsOf(out)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} elements")
    @ValueSource(ints = {0, 1, 257, 5000})
    void letsTheLastBlockFinish(int n) {
        double[] in = new Numbers(n).wholeDoubles(n, -1000, 1000);
        Region out = device.room(8);

        device.run(MODULE, "reduce_last_block", Dim.of(5), Dim.of(256), 0, device.doubles(in), device.room(40), out, n);

        assertThat(Device.doublesOf(out)).containsExactly(Arrays.stream(in).sum());
    }

    @ParameterizedTest(name = "{0} columns")
    @ValueSource(ints = {1, 31, 64, 65, 500})
    void findsTheFirstOfTheLargest(int columns) {
        float[] in = new Numbers(columns).wholes(3 * columns, -5, 6);
        Region where = device.room(12);
        Region most = device.room(12);

        device.run(MODULE, "argmax_rows", Dim.of(3), Dim.of(64), 0, device.floats(in), where, most, columns);

        for (int row = 0; row < 3; row++) {
            int best = row * columns;
            for (int i = best; i < (row + 1) * columns; i++) {
                best = in[i] > in[best] ? i : best;
            }
            assertThat(Device.intsOf(where)[row]).isEqualTo(best - row * columns);
            assertThat(Device.floatsOf(most)[row]).isEqualTo(in[best]);
        }
    }

    @ParameterizedTest(name = "{0} elements")
    @ValueSource(ints = {0, 1, 33, 700})
    void addsDoublesAtomically(int n) {
        double[] x = new Numbers(n).wholeDoubles(n, -1000, 1000);
        double[] y = new Numbers(n + 1).wholeDoubles(n, -1000, 1000);
        Region out = device.doubles(0.5);

        device.run(MODULE, "dot_double", Dim.of(2), Dim.of(96), 0, device.doubles(x), device.doubles(y), out, n);

        double expected = 0.5;
        for (int i = 0; i < n; i++) {
            expected += x[i] * y[i];
        }
        assertThat(Device.doublesOf(out)).containsExactly(expected);
    }
}

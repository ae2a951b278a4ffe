package dev.diptych.sim.ptx.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.diptych.model.op.Dim;
import dev.diptych.sim.ptx.memory.Region;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TritonTest {
    private final Device device = new Device();

    @ParameterizedTest(name = "{0}, {1} elements")
    @CsvSource({
        "add.sm80, 256, 0",
        "add.sm80, 256, 1",
        "add_unaligned.sm80, 256, 33",
        "add_unaligned.sm80, 256, 1000",
        "add_vectors.sm80, 1024, 16",
        "add_vectors.sm80, 1024, 3008"
    })
    void addsVectors(String module, int tile, int n) {
        float[] x = new Numbers(1).floats(n);
        float[] y = new Numbers(2).floats(n);
        Region out = device.room(4L * n);

        Triton.run(
                device, module, "add_kernel", Dim.of(n / tile + 1), 4, 0, device.floats(x), device.floats(y), out, n);

        for (int i = 0; i < n; i++) {
            x[i] += y[i];
        }
        assertThat(Device.floatsOf(out)).isEqualTo(x);
    }

    @ParameterizedTest(name = "{0} columns")
    @ValueSource(ints = {1, 31, 100, 256})
    void makesRowsAddUpToOne(int columns) {
        float[] in = new Numbers(3).floats(3 * columns);
        Region out = device.room(4L * 3 * columns);

        Triton.run(
                device, "softmax.sm80", "softmax_kernel", Dim.of(3), 4, 16, out, device.floats(in), columns, columns);

        float[] seen = Device.floatsOf(out);
        for (int row = 0; row < 3; row++) {
            double sum = 0;
            for (int c = 0; c < columns; c++) {
                sum += StrictMath.exp(in[row * columns + c]);
            }
            for (int c = 0; c < columns; c++) {
                double expected = StrictMath.exp(in[row * columns + c]) / sum;
                assertThat((double) seen[row * columns + c]).isCloseTo(expected, within(expected * 2e-6));
            }
        }
    }

    @ParameterizedTest(name = "{0} columns")
    @ValueSource(ints = {1, 100, 300})
    void normalisesRows(int columns) {
        float[] in = new Numbers(4).floats(2 * columns);
        float[] weight = new Numbers(5).floats(columns);
        float[] bias = new Numbers(6).floats(columns);
        Region out = device.room(4L * 2 * columns);

        Triton.run(
                device,
                "layer_norm.sm80",
                "layer_norm_kernel",
                Dim.of(2),
                4,
                16,
                device.floats(in),
                out,
                device.floats(weight),
                device.floats(bias),
                columns,
                1e-5f);

        float[] seen = Device.floatsOf(out);
        for (int row = 0; row < 2; row++) {
            double mean = 0;
            double squares = 0;
            for (int c = 0; c < columns; c++) {
                mean += in[row * columns + c] / (double) columns;
            }
            for (int c = 0; c < columns; c++) {
                double from = in[row * columns + c] - mean;
                squares += from * from / columns;
            }
            for (int c = 0; c < columns; c++) {
                double expected = (in[row * columns + c] - mean) / Math.sqrt(squares + 1e-5f) * weight[c] + bias[c];
                assertThat((double) seen[row * columns + c]).isCloseTo(expected, within(1e-5));
            }
        }
    }

    @ParameterizedTest(name = "{0} rows of {1}")
    @CsvSource({"1, 1", "20, 100", "8, 128"})
    void addsUpRows(int rows, int columns) {
        int[] in = new Numbers(9).anyInts(rows * columns);
        Region out = device.room(4L * rows);

        Triton.run(
                device,
                "row_sum.sm80",
                "row_sum_kernel",
                Dim.of((rows + 7) / 8),
                4,
                128,
                device.ints(in),
                out,
                rows,
                columns);

        int[] expected = new int[rows];
        for (int i = 0; i < in.length; i++) {
            expected[i / columns] += in[i];
        }
        assertThat(Device.intsOf(out)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} elements")
    @ValueSource(ints = {1, 33, 500, 512})
    void addsUpPrefixesAndSorts(int n) {
        int[] in = new Numbers(10).anyInts(n);
        Region out = device.room(4L * n);

        Triton.run(device, "cumulative_sum.sm80", "cumulative_sum_kernel", Dim.of(1), 4, 64, device.ints(in), out, n);

        int[] expected = in.clone();
        Arrays.parallelPrefix(expected, Integer::sum);
        assertThat(Device.intsOf(out)).isEqualTo(expected);
        int sorted = Math.min(n, 128);
        Region order = device.room(4L * sorted);
        Triton.run(
                device,
                "sort.sm80",
                "sort_kernel",
                Dim.of(1),
                4,
                512,
                device.ints(Arrays.copyOf(in, sorted)),
                order,
                sorted);
        Arrays.sort(in, 0, sorted);
        assertThat(Device.intsOf(order)).isEqualTo(Arrays.copyOf(in, sorted));
    }

    @ParameterizedTest(name = "{0} elements")
    @ValueSource(ints = {1, 33, 256, 600})
    void countsAndAddsByKey(int n) {
        int[] keys = new Numbers(11).ints(n, 0, 64);
        int[] values = new Numbers(12).ints(n, -100, 100);
        Region bins = device.zeros(4 * 64);
        Region sums = device.zeros(4 * 64);
        Region most = device.zeros(4 * 64);

        Dim grid = Dim.of((n + 255) / 256);
        Triton.run(device, "histogram.sm80", "histogram_kernel", grid, 4, 256, device.ints(keys), bins, n);
        Triton.run(
                device,
                "atomic.sm80",
                "atomic_kernel",
                grid,
                4,
                0,
                device.ints(keys),
                device.ints(values),
                sums,
                most,
                n);

        int[] expectedBins = new int[64];
        int[] expectedSums = new int[64];
        int[] expectedMost = new int[64];
        for (int i = 0; i < n; i++) {
            expectedBins[keys[i]]++;
            expectedSums[keys[i]] += values[i];
            expectedMost[keys[i]] = Math.max(expectedMost[keys[i]], values[i]);
        }
        assertThat(Device.intsOf(bins)).isEqualTo(expectedBins);
        assertThat(Device.intsOf(sums)).isEqualTo(expectedSums);
        assertThat(Device.intsOf(most)).isEqualTo(expectedMost);
    }

    @Test
    void dropsWhatPhiloxSays() {
        int n = 500;
        int seed = 1234;
        float[] x = new Numbers(13).floats(n);
        Region out = device.room(4L * n);

        Triton.run(device, "dropout.sm80", "dropout_kernel", Dim.of(2), 4, 0, device.floats(x), out, n, 0.4f, seed);

        float[] seen = Device.floatsOf(out);
        for (int i = 0; i < n; i++) {
            int word = philox(i, seed);
            float uniform = (word < 0 ? -word - 1 : word) * 4.6566126e-10f;
            double expected = uniform > 0.4f ? x[i] / (1 - 0.4f) : 0;
            assertThat((double) seen[i]).as("[%d]", i).isCloseTo(expected, within(Math.abs(expected) * 3e-7));
        }
    }

    /** Returns the first word of Philox4x32-10 (Salmon et al., SC 2011) for counter (c, 0, 0, 0) and key (k, 0). */
    private static int philox(int counter, int key) {
        int[] c = {counter, 0, 0, 0};
        int k0 = key;
        int k1 = 0;
        for (int round = 0; round < 10; round++) {
            long p0 = 0xD2511F53L * Integer.toUnsignedLong(c[0]);
            long p1 = 0xCD9E8D57L * Integer.toUnsignedLong(c[2]);
            c = new int[] {(int) (p1 >>> 32) ^ c[1] ^ k0, (int) p1, (int) (p0 >>> 32) ^ c[3] ^ k1, (int) p0};
            k0 += 0x9E3779B9;
            k1 += 0xBB67AE85;
        }
        return c[0];
    }

    @ParameterizedTest(name = "rows of {0}")
    @ValueSource(ints = {16, 112, 128})
    void gathersRows(int width) {
        float[] table = new Numbers(14).floats(9 * width);
        int[] index = new Numbers(15).ints(5, 0, 9);
        Region out = device.room(4L * 5 * width);

        Triton.run(
                device,
                "gather.sm80",
                "gather_kernel",
                Dim.of(5),
                1,
                0,
                device.floats(table),
                device.ints(index),
                out,
                5,
                width);

        float[] expected = new float[5 * width];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = table[index[i / width] * width + i % width];
        }
        assertThat(Device.floatsOf(out)).isEqualTo(expected);
    }

    @Test
    void appliesAnActivationToHalves() {
        int n = 300;
        short[] in = Halves.ofAll(new Numbers(16).floats(n), 4);
        Region out = device.room(2L * n);

        Triton.run(device, "gelu_half.sm80", "gelu_half_kernel", Dim.of(2), 4, 0, device.shorts(in), out, n);

        for (int i = 0; i < n; i++) {
            double x = Halves.value(in[i]);
            double expected = 0.5 * x * (1 + FunctionsTest.Erf.of(x * 0.7071067811865476));
            assertThat(Halves.value(Device.shortsOf(out)[i]))
                    .as("of %s", x)
                    .isCloseTo(expected, within(Math.abs(expected) * 6e-4 + 1e-6));
        }
    }

    @ParameterizedTest(name = "{0} columns")
    @ValueSource(ints = {1, 33, 128})
    void findsTheFirstOfTheLargest(int columns) {
        float[] in = new Numbers(17).wholes(2 * columns, -6, 7);
        Region out = device.room(8);

        Triton.run(device, "argmax.sm80", "argmax_kernel", Dim.of(2), 2, 16, device.floats(in), out, columns);

        for (int row = 0; row < 2; row++) {
            int best = row * columns;
            for (int i = best; i < (row + 1) * columns; i++) {
                best = in[i] > in[best] ? i : best;
            }
            assertThat(Device.intsOf(out)[row]).isEqualTo(best - row * columns);
        }
    }

    @Test
    void locksWithOneLaneForTheWholeBlock() {
        Region value = device.ints(5);

        Triton.run(device, "lock.sm80", "lock_kernel", Dim.of(6), 1, 4, device.zeros(4), value);

        assertThat(Device.intsOf(value)).containsExactly(5 + 21);
    }
}

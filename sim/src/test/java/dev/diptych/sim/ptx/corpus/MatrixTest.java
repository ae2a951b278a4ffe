package dev.diptych.sim.ptx.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.model.op.Dim;
import dev.diptych.sim.ptx.memory.Region;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sums of products run in the order of the inner dimension, fused: the oracle is exact. */
class MatrixTest {
    private static final String MODULE = "matrix";

    private final Device device = new Device();

    @ParameterizedTest(name = "{0} x {2} by {2} x {1}")
    @CsvSource({"16, 16, 16", "1, 1, 1", "17, 33, 31", "40, 5, 0", "32, 32, 50"})
    void multipliesInTilesWithEdges(int m, int n, int k) {
        float[] a = new Numbers(1).floats(m * k);
        float[] b = new Numbers(2).floats(k * n);
        Region c = device.room(4L * m * n);

        Dim grid = new Dim((n + 15) / 16, (m + 15) / 16, 1);
        device.run(MODULE, "matmul_tiled", grid, new Dim(16, 16, 1), 0, device.floats(a), device.floats(b), c, m, n, k);

        assertThat(Device.floatsOf(c)).isEqualTo(product(a, b, m, n, k));
    }

    private static float[] product(float[] a, float[] b, int m, int n, int k) {
        float[] c = new float[m * n];
        for (int i = 0; i < m * n; i++) {
            for (int j = 0; j < k; j++) {
                c[i] = Math.fma(a[i / n * k + j], b[j * n + i % n], c[i]);
            }
        }
        return c;
    }

    @ParameterizedTest(name = "{0} x {0}")
    @ValueSource(ints = {1, 8, 19})
    void multipliesDoubles(int n) {
        double[] a = new Numbers(1).doubles(n * n);
        double[] b = new Numbers(2).doubles(n * n);
        Region c = device.room(8L * n * n);

        Dim grid = new Dim((n + 7) / 8, (n + 3) / 4, 1);
        device.run(
                MODULE, "matmul_naive_double", grid, new Dim(8, 4, 1), 0, device.doubles(a), device.doubles(b), c, n);

        double[] expected = new double[n * n];
        for (int i = 0; i < n * n; i++) {
            for (int j = 0; j < n; j++) {
                expected[i] = Math.fma(a[i / n * n + j], b[j * n + i % n], expected[i]);
            }
        }
        assertThat(Device.doublesOf(c)).isEqualTo(expected);
    }

    @Test
    void multipliesInRegistersWithTwoBuffers() {
        int m = 64;
        int n = 128;
        int k = 48;
        float[] a = new Numbers(3).floats(m * k);
        float[] b = new Numbers(4).floats(k * n);
        float[] before = new Numbers(5).floats(m * n);
        Region c = device.floats(before);

        Dim grid = new Dim(n / 64, m / 64, 1);
        device.run(
                MODULE,
                "matmul_registers",
                grid,
                Dim.of(256),
                0,
                device.floats(a),
                device.floats(b),
                c,
                n,
                k,
                1.5f,
                0.3f);

        float[] expected = product(a, b, m, n, k);
        for (int i = 0; i < m * n; i++) {
            expected[i] = Math.fma(1.5f, expected[i], 0.3f * before[i]);
        }
        assertThat(Device.floatsOf(c)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "inner dimension {0}")
    @ValueSource(ints = {32, 64, 160})
    void multipliesWhatAsynchronousCopiesBring(int k) {
        float[] a = new Numbers(6).floats(32 * k);
        float[] b = new Numbers(7).floats(k * 64);
        Region c = device.room(4 * 32 * 64);

        device.run(
                MODULE,
                "matmul_async",
                new Dim(2, 1, 1),
                new Dim(8, 32, 1),
                0,
                device.floats(a),
                device.floats(b),
                c,
                64,
                k);

        assertThat(Device.floatsOf(c)).isEqualTo(product(a, b, 32, 64, k));
    }

    @ParameterizedTest(name = "{0} elements")
    @ValueSource(ints = {1, 100, 128, 200})
    void fillsWithZerosWhatAnAsynchronousCopyLeavesOut(int n) {
        float[] pairs = new Numbers(n).floats(2 * n);
        int[] words = new Numbers(n).anyInts(n);
        Region out = device.room(8 * 256);
        Region out4 = device.room(4 * 256);

        device.run(
                MODULE,
                "copy_async_zero_fill",
                Dim.of(2),
                Dim.of(128),
                0,
                device.floats(pairs),
                out,
                device.ints(words),
                out4,
                n);

        float[] expected = new float[512];
        int[] expected4 = new int[256];
        for (int i = 0; i < n; i++) {
            int to = i / 128 * 128 + 127 - i % 128;
            expected[2 * to] = pairs[2 * i];
            expected[2 * to + 1] = pairs[2 * i + 1];
            expected4[to] = words[i];
        }
        assertThat(Device.floatsOf(out)).isEqualTo(expected);
        assertThat(Device.intsOf(out4)).isEqualTo(expected4);
    }

    @ParameterizedTest(name = "{0} words a row")
    @ValueSource(ints = {1, 31, 33, 100})
    void multipliesBytesFourAtATime(int words) {
        byte[] weights = new Numbers(8).bytes(4 * words * 6);
        byte[] in = new Numbers(9).bytes(4 * words);
        Region out = device.room(4 * 6);

        device.run(
                MODULE,
                "dense_int8",
                Dim.of(3),
                new Dim(32, 2, 1),
                0,
                device.bytes(weights),
                device.bytes(in),
                out,
                words);

        int[] expected = new int[6];
        for (int i = 0; i < weights.length; i++) {
            expected[i / in.length] += weights[i] * in[i % in.length];
        }
        assertThat(Device.intsOf(out)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} rows of {1} columns")
    @CsvSource({"1, 1", "33, 70", "100, 31"})
    void multipliesAVectorInDynamicSharedMemory(int rows, int columns) {
        float[] a = new Numbers(10).floats(rows * columns);
        float[] x = new Numbers(11).floats(columns);
        Region y = device.room(4L * rows);

        device.run(
                MODULE,
                "matvec_shared",
                Dim.of((rows + 31) / 32),
                Dim.of(32),
                4 * columns,
                device.floats(a),
                device.floats(x),
                y,
                rows,
                columns);

        float[] expected = new float[rows];
        for (int i = 0; i < rows * columns; i++) {
            expected[i % rows] = Math.fma(a[i], x[i / rows], expected[i % rows]);
        }
        assertThat(Device.floatsOf(y)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}, {1} x {2}")
    @CsvSource({
        "transpose_conflicts, 32, 32, 8",
        "transpose_conflicts, 33, 70, 8",
        "transpose_padded, 64, 32, 8",
        "transpose_padded, 1, 31, 8",
        "transpose_naive, 45, 33, 32"
    })
    void transposes(String kernel, int width, int height, int blockHeight) {
        float[] in = new Numbers(12).floats(width * height);
        Region out = device.room(4L * width * height);

        Dim grid = new Dim((width + 31) / 32, (height + 31) / 32, 1);
        device.run(MODULE, kernel, grid, new Dim(32, blockHeight, 1), 0, device.floats(in), out, width, height);

        float[] expected = new float[width * height];
        for (int i = 0; i < in.length; i++) {
            expected[i % width * height + i / width] = in[i];
        }
        assertThat(Device.floatsOf(out)).isEqualTo(expected);
    }
}

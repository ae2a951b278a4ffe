package dev.diptych.sim.ptx.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.model.op.Dim;
import dev.diptych.sim.ptx.memory.Region;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Matrix products by Triton: tensor cores, asynchronous copies, swizzled shared memory. */
class TritonMatrixTest {
    private final Device device = new Device();

    @ParameterizedTest(name = "{0}, {1} x {3} by {3} x {2}, tiles of {4} rows")
    @CsvSource({
        "matmul_half.sm80, 32, 32, 32, 32",
        "matmul_half.sm80, 50, 48, 80, 32",
        "matmul_half.sm90, 50, 48, 80, 32",
        "matmul_bfloat.sm80, 70, 48, 96, 64",
        "matmul_float.sm80, 33, 32, 48, 32",
        "matmul_float.sm90, 33, 32, 48, 32"
    })
    void multipliesMatrices(String module, int m, int n, int k, int tileRows) {
        // Products of whole numbers are exact in every format; results stay in the range where halves hold whole
        // numbers.
        float[] a = new Numbers(7).wholes(m * k, -4, 5);
        float[] b = new Numbers(8).wholes(k * n, -3, 4);
        boolean isBfloat = module.contains("bfloat");
        boolean isHalf = module.contains("half");
        Region c = device.room((isHalf ? 2L : 4L) * m * n);

        Dim grid = new Dim((m + tileRows - 1) / tileRows, (n + 31) / 32, 1);
        Triton.run(
                device,
                module,
                "matmul_kernel",
                grid,
                4,
                isHalf ? 4096 : 8192,
                isHalf || isBfloat ? device.shorts(narrow(a, isBfloat)) : device.floats(a),
                isHalf || isBfloat ? device.shorts(narrow(b, isBfloat)) : device.floats(b),
                c,
                m,
                n,
                k,
                k,
                n,
                n);

        float[] expected = new float[m * n];
        for (int i = 0; i < m * n; i++) {
            for (int j = 0; j < k; j++) {
                expected[i] += a[i / n * k + j] * b[j * n + i % n];
            }
        }
        if (isHalf) {
            assertThat(Device.shortsOf(c)).isEqualTo(Halves.ofAll(expected, 1));
        } else {
            assertThat(Device.floatsOf(c)).isEqualTo(expected);
        }
    }

    private static short[] narrow(float[] values, boolean isBfloat) {
        short[] narrow = new short[values.length];
        for (int i = 0; i < values.length; i++) {
            narrow[i] = isBfloat ? Halves.bfloat(values[i]) : Halves.of(values[i]);
        }
        return narrow;
    }
}

package dev.diptych.sim.ptx.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.model.op.Dim;
import dev.diptych.sim.ptx.memory.Region;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tensor cores on small whole numbers, whose sums are exact in every format and order. */
class TensorTest {
    private static final String MODULE = "tensor";
    private static final Dim WARP = Dim.of(32);

    private final Device device = new Device();

    /** Returns the m x n product, plus {@code first}, of matrices given by element: {@code a} row by row, {@code b} row by row. */
    private static float[] product(float[] a, float[] b, int m, int n, int k, float first) {
        float[] c = new float[m * n];
        for (int i = 0; i < m * n; i++) {
            c[i] = first;
            for (int j = 0; j < k; j++) {
                c[i] += a[i / n * k + j] * b[j * n + i % n];
            }
        }
        return c;
    }

    private static float[] transposed(float[] in, int rows, int columns) {
        float[] out = new float[in.length];
        for (int i = 0; i < in.length; i++) {
            out[i % columns * rows + i / columns] = in[i];
        }
        return out;
    }

    @ParameterizedTest(name = "inner dimension {0}")
    @ValueSource(ints = {16, 48})
    void multipliesHalvesFromGlobalMemory(int k) {
        float[] a = new Numbers(1).wholes(16 * k, -8, 9);
        float[] b = new Numbers(2).wholes(k * 16, -8, 9);
        Region c = device.room(4 * 256);

        device.run(
                MODULE,
                "wmma_half",
                Dim.of(1),
                WARP,
                0,
                device.shorts(Halves.ofAll(a, 1)),
                device.shorts(Halves.ofAll(b, 1)),
                c,
                k);

        assertThat(Device.floatsOf(c)).isEqualTo(product(a, b, 16, 16, k, 0));
    }

    @Test
    void multipliesHalvesByColumnFromSharedMemory() {
        float[] a = new Numbers(3).wholes(256, -5, 6);
        float[] b = new Numbers(4).wholes(256, -5, 6);
        float[] before = new Numbers(5).wholes(256, -5, 6);
        Region c = device.shorts(Halves.ofAll(before, 1));

        device.run(
                MODULE,
                "wmma_half_shared",
                Dim.of(1),
                WARP,
                0,
                device.shorts(Halves.ofAll(a, 1)),
                device.shorts(Halves.ofAll(b, 1)),
                c);

        // Column by column, the product of the transposed in reverse order.
        float[] expected = product(b, a, 16, 16, 16, 0);
        for (int i = 0; i < 256; i++) {
            expected[i] = 2 * (expected[i] + before[i]);
        }
        assertThat(Device.shortsOf(c)).isEqualTo(Halves.ofAll(expected, 1));
    }

    @Test
    void multipliesBfloats() {
        float[] a = new Numbers(6).wholes(256, -8, 9);
        float[] b = new Numbers(7).wholes(256, -8, 9);
        short[] left = new short[256];
        short[] right = new short[256];
        float[] byColumn = transposed(b, 16, 16);
        for (int i = 0; i < 256; i++) {
            left[i] = Halves.bfloat(a[i]);
            right[i] = Halves.bfloat(byColumn[i]);
        }
        Region c = device.room(4 * 256);

        device.run(MODULE, "wmma_bfloat", Dim.of(1), WARP, 0, device.shorts(left), device.shorts(right), c);

        assertThat(Device.floatsOf(c)).isEqualTo(product(a, b, 16, 16, 16, 0));
    }

    @Test
    void multipliesFloatsOfElevenBits() {
        float[] a = new Numbers(8).wholes(128, -8, 9);
        float[] b = new Numbers(9).wholes(128, -8, 9);
        Region c = device.room(4 * 256);

        device.run(MODULE, "wmma_tf32", Dim.of(1), WARP, 0, device.floats(a), device.floats(b), c);

        assertThat(Device.floatsOf(c)).isEqualTo(product(a, b, 16, 16, 8, 1));
    }

    @Test
    void multipliesFragmentsThatLdmatrixLoads() {
        float[] a = new Numbers(10).wholes(256, -8, 9);
        float[] b = new Numbers(11).wholes(128, -8, 9);
        Region d = device.room(4 * 128);

        device.run(
                MODULE,
                "mma_half",
                Dim.of(1),
                WARP,
                0,
                device.shorts(Halves.ofAll(a, 1)),
                device.shorts(Halves.ofAll(b, 1)),
                d);

        assertThat(Device.floatsOf(d)).isEqualTo(product(a, b, 16, 8, 16, 0));
    }

    @Test
    void multipliesBytes() {
        byte[] a = new Numbers(12).bytes(16 * 32);
        byte[] b = new Numbers(13).bytes(8 * 32);
        Region d = device.room(4 * 128);

        device.run(MODULE, "mma_int8", Dim.of(1), WARP, 0, device.bytes(a), device.bytes(b), d);

        int[] expected = new int[128];
        for (int i = 0; i < 128; i++) {
            for (int k = 0; k < 32; k++) {
                expected[i] += a[i / 8 * 32 + k] * b[i % 8 * 32 + k];
            }
        }
        assertThat(Device.intsOf(d)).isEqualTo(expected);
    }
}

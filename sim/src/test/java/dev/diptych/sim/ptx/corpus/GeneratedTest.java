package dev.diptych.sim.ptx.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.model.op.Dim;
import dev.diptych.sim.ptx.memory.Region;
import org.junit.jupiter.api.Test;

/** Kernels as a tensor compiler writes them. */
class GeneratedTest {
    private static final String MODULE = "generated";

    private final Device device = new Device();

    @Test
    void fusesAConvolutionWithWhatFollows() {
        float[] in = new Numbers(1).floats(8 * 14 * 14);
        float[] weights = new Numbers(2).floats(16 * 8 * 9);
        float[] bias = new Numbers(3).floats(16);
        Region out = device.room(4 * 16 * 14 * 14);

        device.run(
                MODULE,
                "fused_nn_conv2d_add_nn_relu_kernel0",
                new Dim(2, 1, 7),
                new Dim(14, 1, 4),
                0,
                device.floats(in),
                device.floats(weights),
                out,
                device.floats(bias));

        float[] sums = new StencilTest.Shape(1, 8, 14, 14, 16, 3, 1, 1).sums(in, weights, new float[16]);
        for (int i = 0; i < sums.length; i++) {
            sums[i] = Math.max(sums[i] + bias[i / 196], 0);
        }
        assertThat(Device.floatsOf(out)).isEqualTo(sums);
    }

    @Test
    void reducesADenseLayer() {
        float[] in = new Numbers(4).wholes(256, -20, 20);
        float[] weights = new Numbers(5).wholes(10 * 256, -20, 20);
        float[] bias = new Numbers(6).wholes(10, -20, 20);
        Region out = device.room(40);

        device.run(
                MODULE,
                "fused_nn_dense_add_kernel0",
                Dim.of(10),
                Dim.of(64),
                0,
                device.floats(in),
                device.floats(weights),
                out,
                device.floats(bias));

        for (int i = 0; i < weights.length; i++) {
            bias[i / 256] += weights[i] * in[i % 256];
        }
        assertThat(Device.floatsOf(out)).isEqualTo(bias);
    }

    @Test
    void findsTheLargestOfRows() {
        float[] in = new Numbers(7).floats(10 * 1024);
        Region out = device.room(4 * 1024);

        device.run(MODULE, "fused_nn_softmax_kernel0", Dim.of(1), Dim.of(1024), 0, out, device.floats(in));

        float[] expected = new float[1024];
        for (int row = 0; row < 1024; row++) {
            expected[row] = -3.402823e+38f;
            for (int k = 0; k < 10; k++) {
                expected[row] = Math.max(expected[row], in[10 * row + k]);
            }
        }
        assertThat(Device.floatsOf(out)).isEqualTo(expected);
    }

    @Test
    void transposesAndCasts() {
        float[] in = new Numbers(8).wholes(3000, -100_000, 100_000);
        Region out = device.room(8 * 3000);

        device.run(MODULE, "fused_transpose_squeeze_cast_kernel0", Dim.of(3), Dim.of(1024), 0, out, device.floats(in));

        long[] expected = new long[3000];
        for (int i = 0; i < 3000; i++) {
            expected[i] = (long) in[i % 30 * 100 + i / 30];
        }
        assertThat(Device.longsOf(out)).isEqualTo(expected);
    }
}

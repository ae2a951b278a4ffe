package dev.diptych.sim.ptx.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.model.op.Dim;
import dev.diptych.sim.ptx.memory.Region;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StencilTest {
    private static final String MODULE = "stencil";
    private static final float[] TAPS = {0.03125f, 0.109375f, 0.21875f, 0.28125f, 0.21875f, 0.109375f, 0.03125f};

    private final Device device = new Device();

    @ParameterizedTest(name = "{0} elements")
    @ValueSource(ints = {0, 1, 3, 127, 128, 131, 300})
    void addsSevenNeighbours(int n) {
        int[] in = new Numbers(n).anyInts(n);
        Region out = device.room(4L * n);

        device.run(MODULE, "stencil_1d", Dim.of(3), Dim.of(128), 0, device.ints(in), out, n);

        int[] expected = new int[n];
        for (int i = 0; i < n; i++) {
            for (int j = Math.max(i - 3, 0); j <= Math.min(i + 3, n - 1); j++) {
                expected[i] += in[j];
            }
        }
        assertThat(Device.intsOf(out)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} x {1}")
    @CsvSource({"1, 1", "5, 3", "40, 9"})
    void convolvesRowsWithConstants(int width, int height) {
        float[] in = new Numbers(width).floats(width * height);
        Region out = device.room(4L * width * height);

        Dim grid = new Dim((width + 31) / 32, (height + 3) / 4, 1);
        device.run(MODULE, "convolve_rows", grid, new Dim(32, 4, 1), 0, device.floats(in), out, width, height);

        float[] expected = new float[width * height];
        for (int i = 0; i < expected.length; i++) {
            for (int o = -3; o <= 3; o++) {
                int x = Math.min(Math.max(i % width + o, 0), width - 1);
                expected[i] = Math.fma(TAPS[3 + o], in[i / width * width + x], expected[i]);
            }
        }
        assertThat(Device.floatsOf(out)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} x {1}")
    @CsvSource({"1, 1", "16, 16", "17, 31", "40, 20"})
    void averagesFourNeighboursThroughAHalo(int width, int height) {
        double[] in = new Numbers(width).doubles(width * height);
        Region out = device.room(8L * width * height);

        Dim grid = new Dim((width + 15) / 16, (height + 15) / 16, 1);
        device.run(MODULE, "jacobi_2d", grid, new Dim(16, 16, 1), 0, device.doubles(in), out, width, height);

        double[] expected = new double[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int i = y * width + x;
                double left = x > 0 ? in[i - 1] : 0;
                double right = x + 1 < width ? in[i + 1] : 0;
                double above = y > 0 ? in[i - width] : 0;
                double below = y + 1 < height ? in[i + width] : 0;
                expected[i] = 0.25 * ((left + right) + (above + below));
            }
        }
        assertThat(Device.doublesOf(out)).isEqualTo(expected);
    }

    @Test
    void marchesAlongTheThirdDimension() {
        int nx = 19;
        int ny = 10;
        int nz = 6;
        float[] in = new Numbers(6).floats(nx * ny * nz);
        Region out = device.zeros(4L * in.length);

        device.run(MODULE, "laplace_3d", new Dim(2, 3, 1), new Dim(16, 4, 1), 0, device.floats(in), out, nx, ny, nz);

        float[] expected = new float[in.length];
        int plane = nx * ny;
        for (int i = plane; i < in.length - plane; i++) {
            int x = i % nx;
            int y = i / nx % ny;
            if (x > 0 && x < nx - 1 && y > 0 && y < ny - 1) {
                float sides = (in[i - 1] + in[i + 1]) + (in[i - nx] + in[i + nx]);
                expected[i] = Math.fma(-6f, in[i], sides + (in[i - plane] + in[i + plane]));
            }
        }
        assertThat(Device.floatsOf(out)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "kernel {0}, stride {1}, padding {2}")
    @CsvSource({"1, 1, 0", "3, 1, 1", "3, 2, 1", "5, 1, 0"})
    void convolvesImages(int kernel, int stride, int padding) {
        Shape s = new Shape(2, 3, 9, 11, 4, kernel, stride, padding);
        float[] in = new Numbers(7).floats(s.images * s.channels * s.height * s.width);
        float[] weights = new Numbers(8).floats(s.filters * s.channels * kernel * kernel);
        float[] bias = new Numbers(9).floats(s.filters);
        Region out = device.room(4L * s.images * s.filters * s.outHeight() * s.outWidth());

        device.run(
                MODULE,
                "conv2d_direct",
                new Dim((s.outWidth() + 7) / 8, (s.outHeight() + 3) / 4, s.images * s.filters),
                new Dim(8, 4, 1),
                0,
                device.floats(in),
                device.floats(weights),
                device.floats(bias),
                out,
                s.channels,
                s.height,
                s.width,
                s.filters,
                kernel,
                stride,
                padding);

        float[] expected = s.sums(in, weights, bias);
        for (int i = 0; i < expected.length; i++) {
            expected[i] = Math.max(expected[i], 0);
        }
        assertThat(Device.floatsOf(out)).isEqualTo(expected);
    }

    /** Of a convolution, NCHW by OIHW; sums begin with the bias of their filter. */
    record Shape(int images, int channels, int height, int width, int filters, int kernel, int stride, int padding) {
        int outHeight() {
            return (height + 2 * padding - kernel) / stride + 1;
        }

        int outWidth() {
            return (width + 2 * padding - kernel) / stride + 1;
        }

        float[] sums(float[] in, float[] weights, float[] bias) {
            float[] out = new float[images * filters * outHeight() * outWidth()];
            for (int i = 0; i < out.length; i++) {
                int x = i % outWidth();
                int y = i / outWidth() % outHeight();
                int filter = i / outWidth() / outHeight() % filters;
                int image = i / outWidth() / outHeight() / filters;
                float sum = bias[filter];
                for (int tap = 0; tap < channels * kernel * kernel; tap++) {
                    int iy = y * stride + tap / kernel % kernel - padding;
                    int ix = x * stride + tap % kernel - padding;
                    int channel = image * channels + tap / kernel / kernel;
                    if (iy >= 0 && iy < height && ix >= 0 && ix < width) {
                        float weight = weights[filter * channels * kernel * kernel + tap];
                        sum = Math.fma(in[(channel * height + iy) * width + ix], weight, sum);
                    }
                }
                out[i] = sum;
            }
            return out;
        }
    }

    @Test
    void poolsTheLargestOfFour() {
        float[] in = new Numbers(10).wholes(20 * 6, 0, 4);
        Region out = device.room(4 * 30);
        Region where = device.room(30);

        device.run(MODULE, "max_pool", Dim.of(1), Dim.of(64), 0, device.floats(in), out, where, 20, 10, 30);

        for (int i = 0; i < 30; i++) {
            int corner = i / 10 * 2 * 20 + i % 10 * 2;
            int best = 0;
            for (int k = 1; k < 4; k++) {
                best = in[corner + k / 2 * 20 + k % 2] > in[corner + best / 2 * 20 + best % 2] ? k : best;
            }
            assertThat(Device.bytesOf(where)[i]).isEqualTo((byte) best);
            assertThat(Device.floatsOf(out)[i]).isEqualTo(in[corner + best / 2 * 20 + best % 2]);
        }
    }

    @Test
    void findsEdgesOfBytes() {
        int width = 21;
        int height = 10;
        byte[] in = new Numbers(11).bytes(width * height);
        Region out = device.room((long) width * height);

        device.run(MODULE, "sobel", new Dim(2, 3, 1), new Dim(16, 4, 1), 0, device.bytes(in), out, width, height);

        int[][] horizontal = {{-1, 0, 1}, {-2, 0, 2}, {-1, 0, 1}};
        byte[] expected = new byte[in.length];
        for (int i = 0; i < in.length; i++) {
            int h = 0;
            int v = 0;
            for (int dy = -1; dy <= 1; dy++) {
                for (int dx = -1; dx <= 1; dx++) {
                    int y = Math.min(Math.max(i / width + dy, 0), height - 1);
                    int x = Math.min(Math.max(i % width + dx, 0), width - 1);
                    h += horizontal[dy + 1][dx + 1] * (in[y * width + x] & 255);
                    v += horizontal[dx + 1][dy + 1] * (in[y * width + x] & 255);
                }
            }
            expected[i] = (byte) Math.min(Math.abs(h) + Math.abs(v), 255);
        }
        assertThat(Device.bytesOf(out)).isEqualTo(expected);
    }
}

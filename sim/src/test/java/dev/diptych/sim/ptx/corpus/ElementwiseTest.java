package dev.diptych.sim.ptx.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.model.op.Dim;
import dev.diptych.sim.ptx.PtxArg;
import dev.diptych.sim.ptx.memory.Region;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ElementwiseTest {
    private static final String MODULE = "elementwise";
    private static final String AXPY_FLOAT = "_Z4axpyIfEvT_PKS0_PS0_m";
    private static final String AXPY_DOUBLE = "_Z4axpyIdEvT_PKS0_PS0_m";

    private final Device device = new Device();

    @ParameterizedTest(name = "{0} elements")
    @ValueSource(ints = {0, 1, 31, 32, 33, 255, 256, 257, 1000})
    void addsVectorsOfAnyLength(int n) {
        float[] a = new Numbers(n).floats(n);
        float[] b = new Numbers(n + 1).floats(n);
        Region c = device.room(4L * n + 64);
        float[] expected = Device.floatsOf(c);
        for (int i = 0; i < n; i++) {
            expected[i] = a[i] + b[i];
        }

        device.run(MODULE, "vector_add", Dim.of(4), Dim.of(256), 0, device.floats(a), device.floats(b), c, n);

        assertThat(Device.floatsOf(c)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} elements")
    @ValueSource(ints = {0, 1, 33, 500})
    void runsBothInstancesOfATemplate(int n) {
        float[] x = new Numbers(1).floats(n);
        double[] u = new Numbers(2).doubles(n);
        float[] y = new Numbers(3).floats(n);
        double[] v = new Numbers(4).doubles(n);
        Region single = device.floats(y);
        Region wide = device.doubles(v);

        device.run(MODULE, AXPY_FLOAT, Dim.of(2), Dim.of(96), 0, 1.1f, device.floats(x), single, (long) n);
        device.run(MODULE, AXPY_DOUBLE, Dim.of(2), Dim.of(96), 0, 1.1, device.doubles(u), wide, (long) n);

        for (int i = 0; i < n; i++) {
            y[i] = Math.fma(1.1f, x[i], y[i]);
            v[i] = Math.fma(1.1, u[i], v[i]);
        }
        assertThat(Device.floatsOf(single)).isEqualTo(y);
        assertThat(Device.doublesOf(wide)).isEqualTo(v);
    }

    @Test
    void movesFourFloatsAtATime() {
        float[] in = new Numbers(5).floats(4 * 100);
        Region out = device.room(16L * 100);

        device.run(MODULE, "scale_float4", Dim.of(4), Dim.of(32), 0, device.floats(in), out, 0.3f, 100);

        for (int i = 0; i < in.length; i++) {
            in[i] *= 0.3f;
        }
        assertThat(Device.floatsOf(out)).isEqualTo(in);
    }

    @Test
    void gathersPairsThroughAnIndex() {
        int[] table = new Numbers(6).anyInts(2 * 50);
        int[] index = new Numbers(7).ints(77, 0, 50);
        Region out = device.room(16L * 77);

        device.run(
                MODULE, "two_level_gather", Dim.of(3), Dim.of(32), 0, device.ints(index), device.ints(table), out, 77);

        long[] expected = new long[2 * 77];
        for (int i = 0; i < 77; i++) {
            long first = table[2 * index[i]];
            long second = table[2 * index[i] + 1];
            expected[2 * i] = first * second;
            expected[2 * i + 1] = first - second;
        }
        assertThat(Device.longsOf(out)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} x {1}")
    @CsvSource({"1, 1", "16, 8", "33, 9"})
    void turnsPixelsGrey(int width, int height) {
        byte[] pixels = new Numbers(8).bytes(4 * width * height);
        int pitch = width + 3;
        Region grey = device.room((long) pitch * height);
        byte[] expected = Device.bytesOf(grey);
        for (int i = 0; i < width * height; i++) {
            int sum =
                    77 * (pixels[4 * i] & 255) + 150 * (pixels[4 * i + 1] & 255) + 29 * (pixels[4 * i + 2] & 255) + 128;
            expected[i / width * pitch + i % width] = (byte) (sum >> 8);
        }

        Dim grid = new Dim((width + 15) / 16, (height + 7) / 8, 1);
        device.run(MODULE, "luma", grid, new Dim(16, 8, 1), 0, device.bytes(pixels), grey, width, height, pitch);

        assertThat(Device.bytesOf(grey)).isEqualTo(expected);
    }

    @Test
    void countsTheStepsOfMandelbrot() {
        int width = 30;
        int height = 20;
        Region steps = device.room(4L * width * height);

        device.run(MODULE, "mandelbrot", new Dim(4, 5, 1), new Dim(8, 4, 1), 0, steps, width, height, 60);

        int[] expected = new int[width * height];
        for (int i = 0; i < expected.length; i++) {
            // nvcc contracts what is not written with intrinsics: the coordinates.
            double cr = Math.fma(i % width, 3.0 / width, -2.0);
            int row = i / width;
            double ci = Math.fma(row, 3.0 / height, -1.5);
            double zr = 0;
            double zi = 0;
            while (expected[i] < 60 && zr * zr + zi * zi < 4) {
                double t = zr * zr - zi * zi + cr;
                zi = 2 * zr * zi + ci;
                zr = t;
                expected[i]++;
            }
        }
        assertThat(Device.intsOf(steps)).isEqualTo(expected);
    }

    @Test
    void followsCollatzUntilEveryLaneIsDone() {
        int n = 70;
        long[] start = new long[n];
        int[] expected = new int[n];
        for (int i = 0; i < n; i++) {
            start[i] = i * 37L;
            for (long v = start[i]; v > 1; v = v % 2 == 0 ? v / 2 : 3 * v + 1) {
                expected[i]++;
            }
        }
        Region steps = device.room(4L * n);

        device.run(MODULE, "collatz", Dim.of(3), Dim.of(32), 0, device.longs(start), steps, n);

        assertThat(Device.intsOf(steps)).isEqualTo(expected);
    }

    @Test
    void multipliesHalvesWithOneRounding() {
        short[] x = Halves.ofAll(new Numbers(9).wholes(65, -60, 60), 1 / 64f);
        short[] y = Halves.ofAll(new Numbers(10).wholes(65, -60, 60), 1 / 8f);
        Region out = device.shorts(y);

        device.run(
                MODULE,
                "half_axpy",
                Dim.of(3),
                Dim.of(32),
                0,
                new PtxArg.Raw(Halves.bytes(Halves.of(1.1))),
                device.shorts(x),
                out,
                65);

        for (int i = 0; i < 65; i++) {
            y[i] = Halves.of(Math.fma(Halves.value(Halves.of(1.1)), Halves.value(x[i]), Halves.value(y[i])));
        }
        assertThat(Device.shortsOf(out)).isEqualTo(y);
    }

    @Test
    void addsAndClampsPackedHalves() {
        short[] in = Halves.ofAll(new Numbers(11).floats(100), 3f);
        Region out = device.room(200);

        device.run(MODULE, "half2_relu", Dim.of(2), Dim.of(32), 0, device.shorts(in), out, 50);

        for (int i = 0; i < 100; i++) {
            in[i] = Halves.of(Math.max(Halves.value(Halves.of(Halves.value(in[i]) + 0.5)), 0));
        }
        assertThat(Device.shortsOf(out)).isEqualTo(in);
    }

    @Test
    void tellsEveryThreadWhereItIs() {
        Dim grid = new Dim(2, 3, 2);
        Dim block = new Dim(5, 3, 4);
        Region out = device.room(6 * 4 * grid.count() * block.count());

        device.run(MODULE, "identity", grid, block, 0, out);

        int[] seen = Device.intsOf(out);
        for (int b = 0; b < 12; b++) {
            for (int t = 0; t < 60; t++) {
                int lane = t % 32;
                int at = 6 * (60 * b + t);
                assertThat(seen[at]).isEqualTo((t % 5) | ((t / 5 % 3) << 10) | ((t / 15) << 20));
                assertThat(seen[at + 1]).isEqualTo((b % 2) | ((b / 2 % 3) << 10) | ((b / 6) << 20));
                assertThat(seen[at + 2]).isEqualTo(lane);
                assertThat(seen[at + 3]).isEqualTo((1 << lane) - 1);
                assertThat(seen[at + 4]).isEqualTo((int) ((2L << lane) - 1));
                assertThat(seen[at + 5]).isEqualTo(32);
            }
        }
    }
}

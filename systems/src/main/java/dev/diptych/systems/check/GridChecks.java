package dev.diptych.systems.check;

import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Dim;
import dev.diptych.model.op.Launch;
import dev.diptych.systems.plan.NativeKernel;
import java.util.List;

/** Kernels that look at the neighbours of points of a grid: {@code stencil}, {@code convolution}. */
final class GridChecks {
    private static final int[][] SIZES = {{3, 3, 3}, {33, 20, 5}, {64, 17, 1}, {2, 40, 4}};
    private static final int IN_CHANNELS = 3;
    private static final int OUT_CHANNELS = 2;
    private static final int SIDE = 3;

    private GridChecks() {}

    static List<Check> all() {
        return List.of(
                new Check("stencil_5point", GridChecks::inThePlane),
                new Check("stencil_7point", GridChecks::inSpace),
                new Check("convolve_3x3", GridChecks::convolves));
    }

    private static void inThePlane(Lab lab) {
        for (int[] size : SIZES) {
            int width = size[0];
            int height = size[1];
            float[] in = TestData.wholes(width * height, 1);
            float[] expected = in.clone();
            for (int y = 1; y < height - 1; y++) {
                for (int x = 1; x < width - 1; x++) {
                    int i = y * width + x;
                    expected[i] = 0.25f * (in[i - 1] + in[i + 1] + in[i - width] + in[i + width]);
                }
            }
            Output out = Output.of(lab, in.length);
            lab.launch(
                    "stencil",
                    "stencil_5point",
                    tiles(width, height, 1),
                    new Dim(32, 8, 1),
                    out.arg(),
                    Operand.of(lab, in),
                    new Arg.I32(width),
                    new Arg.I32(height));
            out.expect("%d x %d".formatted(width, height), expected);
        }
    }

    private static void inSpace(Lab lab) {
        for (int[] size : SIZES) {
            int width = size[0];
            int height = size[1];
            int depth = size[2];
            int plane = width * height;
            float[] in = TestData.wholes(plane * depth, 2);
            float[] expected = in.clone();
            for (int z = 1; z < depth - 1; z++) {
                for (int y = 1; y < height - 1; y++) {
                    for (int x = 1; x < width - 1; x++) {
                        int i = z * plane + y * width + x;
                        float around = in[i - 1] + in[i + 1] + in[i - width] + in[i + width];
                        expected[i] = 0.25f * in[i] + 0.125f * (around + in[i - plane] + in[i + plane]);
                    }
                }
            }
            Output out = Output.of(lab, in.length);
            lab.launch(
                    "stencil",
                    "stencil_7point",
                    tiles(width, height, 1),
                    new Dim(32, 8, 1),
                    out.arg(),
                    Operand.of(lab, in),
                    new Arg.I32(width),
                    new Arg.I32(height),
                    new Arg.I32(depth));
            out.expect("%d x %d x %d".formatted(width, height, depth), expected);
        }
    }

    private static void convolves(Lab lab) {
        for (int[] size : SIZES) {
            // Nothing is left of an image that is smaller than a filter.
            int width = size[0] + SIDE - 1;
            int height = size[1] + SIDE - 1;
            float[] in = TestData.wholes(IN_CHANNELS * width * height, 3);
            float[] filters = TestData.wholes(OUT_CHANNELS * IN_CHANNELS * SIDE * SIDE, 4);
            float[] expected = new float[OUT_CHANNELS * size[0] * size[1]];
            for (int i = 0; i < expected.length; i++) {
                int x = i % size[0];
                int y = i / size[0] % size[1];
                int channel = i / (size[0] * size[1]);
                for (int tap = 0; tap < IN_CHANNELS * SIDE * SIDE; tap++) {
                    int row = tap / (SIDE * SIDE) * height + y + tap / SIDE % SIDE;
                    expected[i] +=
                            in[row * width + x + tap % SIDE] * filters[channel * IN_CHANNELS * SIDE * SIDE + tap];
                }
            }
            Output out = Output.of(lab, expected.length);
            lab.submit(new Launch(
                    NativeKernel.of("convolution", "convolve_3x3"),
                    tiles(size[0], size[1], OUT_CHANNELS),
                    new Dim(32, 8, 1),
                    IN_CHANNELS * SIDE * SIDE * Float.BYTES,
                    List.of(
                            out.arg(),
                            Operand.of(lab, in),
                            Operand.of(lab, filters),
                            new Arg.I32(IN_CHANNELS),
                            new Arg.I32(width),
                            new Arg.I32(height)),
                    0));
            out.expect("%d x %d".formatted(width, height), expected);
        }
    }

    private static Dim tiles(int width, int height, int depth) {
        return new Dim((width + 31) / 32, (height + 7) / 8, depth);
    }
}

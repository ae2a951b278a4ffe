package dev.diptych.systems.check;

import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Dim;
import java.util.List;

/** Kernels that bring data from one place to another: {@code transpose}, {@code permute}, {@code particles}. */
final class MoveChecks {
    private static final int[][] WIDTHS_AND_HEIGHTS = {{1, 1}, {32, 32}, {33, 70}, {100, 31}, {257, 130}};
    private static final int[] COUNTS = {1, 255, 1000};
    private static final float SECONDS = 0.3f;
    private static final float GRAVITY = -9.75f;
    private static final int FIELDS = 6;

    private MoveChecks() {}

    static List<Check> all() {
        return List.of(
                new Check("transpose_naive", lab -> transposes(lab, "transpose_naive", 16)),
                new Check("transpose_tiled", lab -> transposes(lab, "transpose_tiled", 8)),
                new Check("gather_scatter", MoveChecks::permutes),
                new Check("particles_aos", lab -> moves(lab, "particles_aos", true)),
                new Check("particles_soa", lab -> moves(lab, "particles_soa", false)));
    }

    private static void transposes(Lab lab, String entry, int threadRows) {
        for (int[] size : WIDTHS_AND_HEIGHTS) {
            int width = size[0];
            int height = size[1];
            float[] in = TestData.floats(width * height, 1);
            float[] expected = new float[in.length];
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    expected[x * height + y] = in[y * width + x];
                }
            }
            Output out = Output.of(lab, in.length);
            int rows = entry.endsWith("tiled") ? 32 : threadRows;
            lab.launch(
                    "transpose",
                    entry,
                    new Dim((width + 31) / 32, (height + rows - 1) / rows, 1),
                    new Dim(32, threadRows, 1),
                    out.arg(),
                    Operand.of(lab, in),
                    new Arg.I32(width),
                    new Arg.I32(height));
            out.expect("%d x %d".formatted(width, height), expected);
        }
    }

    private static void permutes(Lab lab) {
        for (int count : COUNTS) {
            float[] in = TestData.floats(count, 2);
            int[] from = Operand.ints(count, i -> TestData.below(count, 3, i));
            int[] to = TestData.permutation(count, 4);
            float[] expected = new float[count];
            for (int i = 0; i < count; i++) {
                expected[to[i]] = in[from[i]];
            }
            Output out = Output.of(lab, count);
            lab.launch(
                    "permute",
                    "gather_scatter",
                    Dim.of((count + 255) / 256),
                    Dim.of(256),
                    out.arg(),
                    Operand.of(lab, in),
                    Operand.of(lab, from),
                    Operand.of(lab, to),
                    new Arg.I32(count));
            out.expect(count + " floats", expected);
        }
    }

    private static void moves(Lab lab, String entry, boolean areSideBySide) {
        for (int count : COUNTS) {
            float[] before = TestData.floats(FIELDS * count, 5);
            float[] after = before.clone();
            int field = areSideBySide ? 1 : count;
            for (int i = 0; i < count; i++) {
                int first = areSideBySide ? FIELDS * i : i;
                int vz = first + 5 * field;
                after[vz] = Math.fma(GRAVITY, SECONDS, before[vz]);
                for (int axis = 0; axis < 3; axis++) {
                    int at = first + axis * field;
                    after[at] = Math.fma(after[at + 3 * field], SECONDS, before[at]);
                }
            }
            Output out = Output.of(lab, before.length);
            lab.launch(
                    "particles",
                    entry,
                    Dim.of((count + 127) / 128),
                    Dim.of(128),
                    out.arg(),
                    Operand.of(lab, before),
                    new Arg.I32(count),
                    new Arg.F32(SECONDS));
            out.expect(count + " particles", after);
        }
    }
}

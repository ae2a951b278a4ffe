package dev.diptych.systems.check;

import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Dim;
import java.util.List;

/** Products with dense matrices: {@code sgemm}, {@code matvec}. */
final class ProductChecks {
    private static final int[][] ROWS_AND_COLUMNS = {{1, 1}, {5, 255}, {40, 1000}};

    private ProductChecks() {}

    static List<Check> all() {
        return List.of(
                new Check("sgemm_tiled", lab -> multiplies(lab, "sgemm_tiled", 16)),
                new Check("sgemm_blocked", lab -> multiplies(lab, "sgemm_blocked", 64)),
                new Check("matvec_rows", ProductChecks::multipliesVectors));
    }

    private static void multiplies(Lab lab, String entry, int side) {
        for (int size : new int[] {side, 3 * side}) {
            float[] a = TestData.wholes(size * size, 1);
            float[] b = TestData.wholes(size * size, 2);
            float[] expected = new float[size * size];
            for (int i = 0; i < expected.length; i++) {
                for (int k = 0; k < size; k++) {
                    expected[i] += a[i / size * size + k] * b[k * size + i % size];
                }
            }
            Output c = Output.of(lab, expected.length);
            lab.launch(
                    "sgemm",
                    entry,
                    new Dim(size / side, size / side, 1),
                    new Dim(16, 16, 1),
                    c.arg(),
                    Operand.of(lab, a),
                    Operand.of(lab, b),
                    new Arg.I32(size));
            c.expect("%d x %d".formatted(size, size), expected);
        }
    }

    private static void multipliesVectors(Lab lab) {
        for (int[] size : ROWS_AND_COLUMNS) {
            int rows = size[0];
            int columns = size[1];
            float[] a = TestData.wholes(rows * columns, 3);
            float[] x = TestData.wholes(columns, 4);
            float[] expected = new float[rows];
            for (int i = 0; i < a.length; i++) {
                expected[i / columns] += a[i] * x[i % columns];
            }
            Output y = Output.of(lab, rows);
            lab.launch(
                    "matvec",
                    "matvec_rows",
                    Dim.of(rows),
                    Dim.of(256),
                    y.arg(),
                    Operand.of(lab, a),
                    Operand.of(lab, x),
                    new Arg.I32(columns));
            y.expect("%d x %d".formatted(rows, columns), expected);
        }
    }
}

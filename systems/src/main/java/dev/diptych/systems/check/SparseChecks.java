package dev.diptych.systems.check;

import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Dim;
import java.util.Arrays;
import java.util.List;

/** Kernels that follow what they read: {@code spmv}, {@code bfs}, {@code hash}. */
final class SparseChecks {
    private static final int[] ROWS = {1, 100, 515};
    private static final int SLOT_BITS = 10;
    private static final int MULTIPLIER = (int) 2_654_435_761L;

    private SparseChecks() {}

    /** A square pattern in compressed rows; every fifth row is empty and some are longer than a warp. */
    private static final class Pattern {
        final int[] offsets;
        final int[] columns;

        Pattern(int rows) {
            offsets = new int[rows + 1];
            for (int row = 0; row < rows; row++) {
                offsets[row + 1] = offsets[row] + (row % 5 == 3 ? 0 : 1 + TestData.below(80, 1, row));
            }
            columns = Operand.ints(offsets[rows], i -> TestData.below(rows, 2, i));
        }
    }

    static List<Check> all() {
        return List.of(
                new Check("spmv_scalar", lab -> multiplies(lab, "spmv_scalar", 1)),
                new Check("spmv_vector", lab -> multiplies(lab, "spmv_vector", 32)),
                new Check("bfs_step", SparseChecks::searches),
                new Check("hash_probe", SparseChecks::probes));
    }

    private static void multiplies(Lab lab, String entry, int threadsPerRow) {
        for (int rows : ROWS) {
            Pattern pattern = new Pattern(rows);
            float[] values = TestData.wholes(pattern.columns.length, 3);
            float[] x = TestData.wholes(rows, 4);
            float[] y = new float[rows];
            for (int row = 0; row < rows; row++) {
                for (int i = pattern.offsets[row]; i < pattern.offsets[row + 1]; i++) {
                    y[row] += values[i] * x[pattern.columns[i]];
                }
            }
            Output out = Output.of(lab, rows);
            lab.launch(
                    "spmv",
                    entry,
                    Dim.of((rows * threadsPerRow + 127) / 128),
                    Dim.of(128),
                    out.arg(),
                    Operand.of(lab, pattern.offsets),
                    Operand.of(lab, pattern.columns),
                    Operand.of(lab, values),
                    Operand.of(lab, x),
                    new Arg.I32(rows));
            out.expect(rows + " rows", y);
        }
    }

    private static void searches(Lab lab) {
        for (int vertices : ROWS) {
            Pattern graph = new Pattern(vertices);
            int[] visited = Operand.ints(vertices, v -> TestData.below(2, 5, v));
            int[] frontier = Operand.ints(vertices / 3, i -> TestData.below(vertices, 6, i));
            int[] next = new int[vertices];
            for (int vertex : frontier) {
                for (int edge = graph.offsets[vertex]; edge < graph.offsets[vertex + 1]; edge++) {
                    int neighbour = graph.columns[edge];
                    next[neighbour] = visited[neighbour] == 0 ? 1 : 0;
                }
            }
            Output out = Output.holding(lab, new int[vertices]);
            lab.launch(
                    "bfs",
                    "bfs_step",
                    Dim.of(frontier.length / 64 + 1),
                    Dim.of(64),
                    out.arg(),
                    Operand.of(lab, visited),
                    Operand.of(lab, frontier),
                    new Arg.I32(frontier.length),
                    Operand.of(lab, graph.offsets),
                    Operand.of(lab, graph.columns));
            out.expect(vertices + " vertices", next);
        }
    }

    private static void probes(Lab lab) {
        int[] slots = new int[1 << SLOT_BITS];
        int[] drawn = TestData.words(slots.length * 3 / 4, 7);
        int[] held = Operand.ints(drawn.length, i -> drawn[i] | 1);
        for (int key : held) {
            slots[place(slots, key)] = key;
        }
        // The first half is in the table; of the others, most are not.
        int[] keys = Arrays.copyOf(held, 2 * held.length);
        System.arraycopy(TestData.words(held.length, 8), 0, keys, held.length, held.length);
        for (int i = held.length; i < keys.length; i++) {
            keys[i] |= 1;
        }
        int[] expected = Operand.ints(keys.length, i -> {
            int slot = place(slots, keys[i]);
            return slots[slot] == 0 ? -1 : slot;
        });
        Output out = Output.of(lab, keys.length);
        lab.launch(
                "hash",
                "hash_probe",
                Dim.of(keys.length / 128 + 1),
                Dim.of(128),
                out.arg(),
                Operand.of(lab, slots),
                Operand.of(lab, keys),
                new Arg.I32(keys.length),
                new Arg.I32(SLOT_BITS));
        out.expect(keys.length + " keys", expected);
    }

    /** Returns the slot that holds a key, or the empty one where it would go. */
    private static int place(int[] slots, int key) {
        int slot = (key * MULTIPLIER) >>> (32 - SLOT_BITS);
        while (slots[slot] != key && slots[slot] != 0) {
            slot = (slot + 1) % slots.length;
        }
        return slot;
    }
}

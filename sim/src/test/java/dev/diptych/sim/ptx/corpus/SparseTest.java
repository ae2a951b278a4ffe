package dev.diptych.sim.ptx.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.model.op.Dim;
import dev.diptych.sim.ptx.memory.Region;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SparseTest {
    private static final String MODULE = "sparse";

    private final Device device = new Device();

    @ParameterizedTest(name = "{0} rows of up to {1}")
    @CsvSource({"1, 0", "1, 5", "33, 9", "100, 70"})
    void multipliesAThreadARow(int rows, int mostInARow) {
        Csr csr = Csr.random(rows, rows, 50, mostInARow);
        float[] value = new Numbers(1).floats(csr.entries());
        float[] x = new Numbers(2).floats(50);
        Region y = device.room(4L * rows);

        device.run(
                MODULE,
                "csr_scalar",
                Dim.of((rows + 63) / 64),
                Dim.of(64),
                0,
                rows,
                device.ints(csr.start()),
                device.ints(csr.column()),
                device.floats(value),
                device.floats(x),
                y);

        float[] expected = new float[rows];
        for (int row = 0; row < rows; row++) {
            for (int k = csr.start()[row]; k < csr.start()[row + 1]; k++) {
                expected[row] = Math.fma(value[k], x[csr.column()[k]], expected[row]);
            }
        }
        assertThat(Device.floatsOf(y)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} rows of up to {1}")
    @CsvSource({"1, 0", "7, 31", "20, 100"})
    void multipliesAWarpARow(int rows, int mostInARow) {
        Csr csr = Csr.random(rows, rows, 200, mostInARow);
        double[] value = new Numbers(3).wholeDoubles(csr.entries(), -100, 100);
        double[] x = new Numbers(4).wholeDoubles(200, -100, 100);
        Region y = device.room(8L * rows);

        device.run(
                MODULE,
                "csr_vector",
                Dim.of((rows + 1) / 2),
                Dim.of(64),
                0,
                rows,
                device.ints(csr.start()),
                device.ints(csr.column()),
                device.doubles(value),
                device.doubles(x),
                y);

        double[] expected = new double[rows];
        for (int row = 0; row < rows; row++) {
            for (int k = csr.start()[row]; k < csr.start()[row + 1]; k++) {
                expected[row] += value[k] * x[csr.column()[k]];
            }
        }
        assertThat(Device.doublesOf(y)).isEqualTo(expected);
    }

    @Test
    void skipsThePaddingOfEll() {
        int rows = 45;
        int[] column = new Numbers(5).ints(4 * rows, -20, 40);
        float[] value = new Numbers(6).floats(4 * rows);
        float[] x = new Numbers(7).floats(40);
        Region y = device.room(4L * rows);

        device.run(
                MODULE,
                "ell",
                Dim.of(2),
                Dim.of(32),
                0,
                rows,
                4,
                device.ints(column),
                device.floats(value),
                device.floats(x),
                y);

        float[] expected = new float[rows];
        for (int i = 0; i < column.length; i++) {
            if (column[i] >= 0) {
                expected[i % rows] = Math.fma(value[i], x[column[i]], expected[i % rows]);
            }
        }
        assertThat(Device.floatsOf(y)).isEqualTo(expected);
    }

    @Test
    void searchesBreadthFirstLevelByLevel() {
        int vertices = 90;
        Csr csr = Csr.symmetric(8, vertices, 150);
        int[] expected = depths(csr, 0);
        int[] unseen = new int[vertices];
        Arrays.fill(unseen, 1, vertices, -1);
        Region start = device.ints(csr.start());
        Region neighbour = device.ints(csr.column());
        Region depth = device.ints(unseen);
        Region frontier = device.zeros(4L * vertices);
        int size = 1;
        for (int level = 1; size > 0; level++) {
            Region next = device.room(4L * vertices);
            Region nextSize = device.zeros(4);

            device.run(
                    MODULE,
                    "bfs_level",
                    Dim.of(2),
                    Dim.of(64),
                    0,
                    start,
                    neighbour,
                    depth,
                    frontier,
                    size,
                    next,
                    nextSize,
                    level);

            frontier = next;
            size = Device.intsOf(nextSize)[0];
        }
        assertThat(Device.intsOf(depth)).isEqualTo(expected);
    }

    private static int[] depths(Csr csr, int root) {
        int[] depth = new int[csr.rows()];
        Arrays.fill(depth, -1);
        depth[root] = 0;
        for (int level = 0; level < csr.rows(); level++) {
            for (int v = 0; v < csr.rows(); v++) {
                for (int k = csr.start()[v]; depth[v] == level && k < csr.start()[v + 1]; k++) {
                    int u = csr.column()[k];
                    depth[u] = depth[u] == -1 ? level + 1 : depth[u];
                }
            }
        }
        return depth;
    }

    @Test
    void pushesRankAlongTheEdges() {
        Csr csr = Csr.random(9, 77, 77, 12);
        int[] rank = new Numbers(10).anyInts(77);
        Region next = device.zeros(8 * 77);

        device.run(
                MODULE,
                "page_rank_push",
                Dim.of(2),
                Dim.of(64),
                0,
                device.ints(csr.start()),
                device.ints(csr.column()),
                device.ints(rank),
                next,
                77);

        long[] expected = new long[77];
        for (int v = 0; v < 77; v++) {
            for (int k = csr.start()[v]; k < csr.start()[v + 1]; k++) {
                int degree = csr.start()[v + 1] - csr.start()[v];
                expected[csr.column()[k]] += Integer.toUnsignedLong(Integer.divideUnsigned(rank[v], degree));
            }
        }
        assertThat(Device.longsOf(next)).isEqualTo(expected);
    }

    @Test
    void countsTriangles() {
        int vertices = 40;
        Csr csr = Csr.symmetric(11, vertices, 200);
        Region count = device.zeros(4);

        device.run(
                MODULE,
                "triangles",
                Dim.of(2),
                Dim.of(32),
                0,
                device.ints(csr.start()),
                device.ints(csr.column()),
                vertices,
                count);

        boolean[][] edge = new boolean[vertices][vertices];
        for (int v = 0; v < vertices; v++) {
            for (int k = csr.start()[v]; k < csr.start()[v + 1]; k++) {
                edge[v][csr.column()[k]] = true;
            }
        }
        int expected = 0;
        for (int a = 0; a < vertices; a++) {
            for (int b = a + 1; b < vertices; b++) {
                for (int c = b + 1; c < vertices; c++) {
                    expected += edge[a][b] && edge[b][c] && edge[a][c] ? 1 : 0;
                }
            }
        }
        assertThat(expected).isPositive();
        assertThat(Device.intsOf(count)).containsExactly(expected);
    }

    @ParameterizedTest(name = "rows of {0} floats")
    @CsvSource({"1", "32", "33"})
    void addsUpBagsOfRows(int width) {
        float[] table = new Numbers(12).floats(20 * width);
        long[] key =
                Arrays.stream(new Numbers(13).ints(15, 0, 20)).asLongStream().toArray();
        int[] offset = {0, 3, 3, 10, 15};
        Region out = device.room(4L * 4 * width);

        device.run(
                MODULE,
                "embedding_bag",
                Dim.of(4),
                Dim.of(32),
                0,
                device.floats(table),
                device.longs(key),
                device.ints(offset),
                out,
                width);

        float[] expected = new float[4 * width];
        for (int i = 0; i < expected.length; i++) {
            for (int k = offset[i / width]; k < offset[i / width + 1]; k++) {
                expected[i] += table[(int) key[k] * width + i % width];
            }
        }
        assertThat(Device.floatsOf(out)).isEqualTo(expected);
    }
}

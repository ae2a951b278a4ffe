package dev.diptych.traces.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import dev.diptych.model.op.Bytes;
import dev.diptych.traces.NpyArray;
import dev.diptych.traces.NpyType;
import dev.diptych.traces.NpzFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NumpyColumnsTest {
    @TempDir
    Path directory;

    private static NpzFile.Contents ints(int... values) {
        return new NpzFile.Contents(NpyType.I32, List.of((long) values.length), Bytes.ofInts(values));
    }

    private static NpzFile.Contents longs(long... values) {
        return new NpzFile.Contents(NpyType.I64, List.of((long) values.length), Bytes.ofLongs(values));
    }

    private static NpzFile.Contents floats(float... values) {
        int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(values[i]);
        }
        return new NpzFile.Contents(NpyType.F32, List.of((long) values.length), Bytes.ofInts(bits));
    }

    private static NpzFile.Contents doubles(double... values) {
        long[] bits = new long[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Double.doubleToRawLongBits(values[i]);
        }
        return new NpzFile.Contents(NpyType.F64, List.of((long) values.length), Bytes.ofLongs(bits));
    }

    private static Map<String, NpzFile.Contents> arrays(NpzFile.Contents indptr, NpzFile.Contents indices) {
        Map<String, NpzFile.Contents> arrays = new LinkedHashMap<>();
        arrays.put("indptr", indptr);
        arrays.put("indices", indices);
        return arrays;
    }

    private Path archive(Map<String, NpzFile.Contents> arrays) {
        Path file = directory.resolve("g.npz");
        NpzFile.write(file, arrays);
        return file;
    }

    private Path files(Map<String, NpzFile.Contents> arrays) {
        arrays.forEach((name, array) -> new NpyArray(directory.resolve(name + ".npy"), array.type(), array.shape())
                .write((offsetBytes, piece) ->
                        piece.put(array.bytes().buffer().slice((int) offsetBytes, piece.remaining()))));
        return directory;
    }

    @Test
    void columnsAreSortedAndKnowTheirPlaceInTheFile() {
        Map<String, NpzFile.Contents> arrays = arrays(longs(0, 2, 2, 3), ints(2, 0, 1));
        arrays.put("weights", floats(0.5f, 1, 2));
        for (Path file : List.of(archive(arrays), files(arrays))) {
            Graph graph = GraphFile.read(file, false);

            assertThat(graph.indptr()).containsExactly(0, 2, 2, 3);
            assertThat(graph.indices()).containsExactly(0, 2, 1);
            assertThat(graph.weights()).containsExactly(1, 0.5f, 2);
            assertThat(graph.edge(0)).isEqualTo(1);
            assertThat(graph.edge(1)).isZero();
            assertThat(graph.edge(2)).isEqualTo(2);
        }
    }

    @Test
    void aGraphSurvivesBeingSavedAsItsArrays() {
        Graph graph = new RmatGraph().graph(new RmatGraph().defaults(), 3);

        Graph read = GraphFile.read(files(arrays(ints(graph.indptr()), ints(graph.indices()))), false);

        assertThat(read.indptr()).isEqualTo(graph.indptr());
        assertThat(read.indices()).isEqualTo(graph.indices());
        assertThat(read.edge(1000)).isEqualTo(1000);
    }

    @Test
    void weightsMayBeOfAnyNumbersAndEdgesMayBeMirrored() {
        Map<String, NpzFile.Contents> arrays = arrays(ints(0, 1, 2), longs(1, 1));
        arrays.put("weights", doubles(0.25, 3));
        Graph graph = GraphFile.read(archive(arrays), true);
        arrays.put("weights", longs(7, 3));

        assertThat(graph.indptr()).containsExactly(0, 1, 3);
        assertThat(graph.weights()).containsExactly(0.25f, 0.25f, 3);
        assertThat(GraphFile.read(archive(arrays), false).weights()).containsExactly(7, 3);
    }

    @Test
    void verticesWithoutEdgesAreAGraph() {
        assertThat(GraphFile.read(archive(arrays(ints(0, 0, 0), ints())), false).vertices())
                .isEqualTo(2);
        assertThat(GraphFile.read(archive(arrays(ints(0), ints())), false).vertices())
                .isZero();
    }

    @Test
    void whatIsMalformedIsOneLineWithItsPlace() {
        String order = "they ascend from 0 to the number of indices, 2";
        refused(arrays(ints(0, 2, 1, 2), ints(0, 1)), "/indptr.npy: element 2 is 1; " + order);
        refused(arrays(ints(1, 2), ints(0, 0)), "/indptr.npy: element 0 is 1; " + order);
        refused(arrays(longs(0, 1L << 32), ints(0, 0)), "/indptr.npy: element 1 is 4294967296; " + order);
        refused(arrays(ints(0, 1), ints(0, 0)), "/indptr.npy: ends at 1, but there are 2 indices");
        refused(
                arrays(ints(), ints()),
                "/indptr.npy: 0 elements; there is one more than vertices, which are at most 2147483638");
        refused(arrays(ints(0, 1, 2), ints(0, 2)), "/indices.npy: element 1 is 2; sources are from 0 to 1");
        refused(arrays(ints(0, 1, 2), longs(-1, 0)), "/indices.npy: element 0 is -1; sources are from 0 to 1");
        refused(
                arrays(ints(0, 1), floats(0)),
                "/indices.npy: f32 elements of shape [1]; it should have one dimension and be one of [i32, i64]");
        Map<String, NpzFile.Contents> arrays = arrays(ints(0, 1, 2), ints(0, 0));
        arrays.put("weights", floats(1));
        refused(arrays, "/weights.npy: 1 elements, but there are 2 indices");
        arrays.put("weights", floats(1, Float.NaN));
        refused(
                arrays,
                "/weights.npy: element 1: weight NaN; weights are finite and at least 0, as chances are in proportion to them");
        refused(Map.of("indptr", ints(0)), ": has no array 'indices'");
    }

    private void refused(Map<String, NpzFile.Contents> arrays, String message) {
        Path file = archive(arrays);
        assertThatThrownBy(() -> GraphFile.read(file, false))
                .isInstanceOf(InputException.class)
                .hasMessage(file + message);
    }
}

package dev.diptych.traces.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatrixMarketTest {
    @TempDir
    Path directory;

    private Path file(String kind, String lines) throws IOException {
        return Files.writeString(
                directory.resolve("g.mtx"), "%%MatrixMarket matrix " + kind + "\n" + lines.replace(';', '\n'));
    }

    @Test
    void rowsAreSourcesAndIdsBeginAtOne() throws IOException {
        Graph graph = GraphFile.read(file("coordinate real general", "% note;4 4 3;3 1 0.5;1 3 2;2 1 1e1;"), false);

        assertThat(graph.vertices()).isEqualTo(4);
        assertThat(graph.id(0)).isEqualTo(1);
        assertThat(graph.vertex(4)).isEqualTo(3);
        assertThat(graph.indptr()).containsExactly(0, 2, 2, 3, 3);
        assertThat(graph.indices()).containsExactly(1, 2, 0);
        assertThat(graph.weights()).containsExactly(10, 0.5f, 2);
        assertThat(graph.edge(0)).isEqualTo(2);
    }

    @Test
    void symmetricEntriesLeadBothWaysAndTheDiagonalOnce() throws IOException {
        Graph graph = GraphFile.read(file("coordinate pattern symmetric", "3 3 3\n2 1\n2 2\n3 1\n"), false);

        assertThat(graph.isWeighted()).isFalse();
        assertThat(graph.indptr()).containsExactly(0, 2, 4, 5);
        assertThat(graph.indices()).containsExactly(1, 2, 0, 1, 0);
        assertThat(graph.edge(0)).isEqualTo(graph.edge(2)).isZero();
    }

    @Test
    void verticesWithoutEdgesAreAGraph() throws IOException {
        Graph graph = GraphFile.read(file("coordinate integer general", "5000 5000 0\n"), false);

        assertThat(graph.vertices()).isEqualTo(5000);
        assertThat(graph.edges()).isZero();
        assertThat(graph.isWeighted()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    coordinate real general    | 2 2 1;1 2           | :3: has 2 field(s); an entry of this file is 'row column value'
                    coordinate pattern general | 2 2 1;1 2 3         | :3: has 3 field(s); an entry of this file is 'row column'
                    coordinate pattern general | 2 2 1;0 2           | :3: row 0; rows and columns are from 1 to 2
                    coordinate pattern general | 2 2 1;1 3           | :3: column 3; rows and columns are from 1 to 2
                    coordinate pattern general | 2 2 1;1 b           | :3: column 'b' should be a whole number from 0 to 2^63 - 1
                    coordinate pattern general | 2 2 2;1 2           | : has 1 entries, but announces 2; it is cut short
                    coordinate pattern general | 2 2 1;1 2;2 1       | :4: one entry more than the 1 that were announced
                    coordinate pattern general | 2 3 1;1 2           | :2: 2 rows and 3 columns; a graph has as many of both, at most 2147483638
                    coordinate pattern general | 2 2;1 2             | :2: should be 'rows columns entries', but has 2 field(s)
                    coordinate pattern general | %                   | : has no line 'rows columns entries'
                    coordinate pattern symmetric | 2 2 1;1 2         | :3: row 1, column 2 is above the diagonal; a symmetric file lists the lower triangle alone
                    coordinate real general    | 2 2 1;1 2 -1        | :3: weight -1.0; weights are finite and at least 0, as chances are in proportion to them
                    array real general         | 2 2;1;2;3;4         | :1: 'array' is not supported here, but coordinate; a graph is a sparse matrix
                    coordinate complex general | 2 2 1;1 2 3 4       | :1: 'complex' is not supported here, but real, double, integer, pattern; weights are numbers
                    coordinate real skew-symmetric | 2 2 1;2 1 3     | :1: 'skew-symmetric' is not supported here, but general, symmetric; both ways of an edge have the same weight, at least 0
                    coordinate real            | 2 2 1               | :1: the first line should be '%%MatrixMarket matrix coordinate FIELD SYMMETRY'
                    """)
    void whatIsMalformedIsOneLineWithItsPlace(String kind, String lines, String message) throws IOException {
        Path file = file(kind, lines);

        assertThatThrownBy(() -> GraphFile.read(file, false))
                .isInstanceOf(InputException.class)
                .hasMessage(file + message);
    }
}

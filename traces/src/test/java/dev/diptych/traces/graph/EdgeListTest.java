package dev.diptych.traces.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EdgeListTest {
    @TempDir
    Path directory;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text, StandardCharsets.ISO_8859_1);
    }

    private Graph read(String text) throws IOException {
        return GraphFile.read(file("g.el", text), false);
    }

    @Test
    void readsEdgesBetweenBlanksTabsAndComments() throws IOException {
        Graph graph = read("# a comment\n% another\n\n  3\t1 \n0 1\r\n1   3\n2 1");

        assertThat(graph.vertices()).isEqualTo(4);
        assertThat(graph.isWeighted()).isFalse();
        assertThat(graph.indptr()).containsExactly(0, 0, 3, 3, 4);
        assertThat(graph.indices()).containsExactly(0, 2, 3, 1);
        assertThat(graph.edge(2)).isZero();
    }

    @Test
    void readsWeights() throws IOException {
        Graph graph = read("0 1 1.5\n2 1 3\n1 0 2.5e-1\n0 0 .5\n");

        assertThat(graph.isWeighted()).isTrue();
        assertThat(graph.weights()).containsExactly(0.5f, 0.25f, 1.5f, 3);
    }

    @Test
    void anUndirectedListIsMirrored() throws IOException {
        Graph graph = GraphFile.read(file("g.txt", "0 1 2\n1 1 3\n"), true);

        assertThat(graph.indptr()).containsExactly(0, 1, 3);
        assertThat(graph.indices()).containsExactly(1, 0, 1);
        assertThat(graph.weights()).containsExactly(2, 2, 3);
        assertThat(graph.edge(0)).isEqualTo(graph.edge(1)).isZero();
    }

    @Test
    void aRealGraphIsRead() {
        Graph graph =
                new FileGraph().graph(new FileGraph.Settings("../experiments/data/graphs/facebook.txt.gz", true), 0);

        assertThat(graph.vertices()).isEqualTo(4039);
        assertThat(graph.edges()).isEqualTo(2 * 88_234);
        // The largest of SNAP's ego-Facebook.
        assertThat(graph.maxDegree()).isEqualTo(1045).isEqualTo(graph.degree(80));
        assertThat(Arrays.stream(graph.indices()).filter(source -> source == 80))
                .hasSize(1045);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    0 1;-1 2        | 2: source '-1' should be a whole number from 0 to 2^63 - 1
                    0 x             | 1: destination 'x' should be a whole number from 0 to 2^63 - 1
                    0 1.0           | 1: destination '1.0' should be a whole number from 0 to 2^63 - 1
                    0 9223372036854775808 | 1: destination '9223372036854775808' should be a whole number from 0 to 2^63 - 1
                    #;0 1 nan       | 2: weight NaN; weights are finite and at least 0, as chances are in proportion to them
                    0 1 -inf        | 1: weight -Infinity; weights are finite and at least 0, as chances are in proportion to them
                    0 1 -2          | 1: weight -2.0; weights are finite and at least 0, as chances are in proportion to them
                    0 1 1e39        | 1: weight 1.0E39; weights are finite and at least 0, as chances are in proportion to them
                    0 1 1e-60       | 1: weight 1.0E-60 is too small for 32 bits; scale all weights up
                    0 1 0x1p3       | 1: weight '0x1p3' should be a number
                    0 1 1e          | 1: weight '1e' should be a number
                    0 1 1f          | 1: weight '1f' should be a number
                    0               | 1: has 1 field(s); a line is 'source destination' or 'source destination weight'
                    0 1 2 3         | 1: has 4 field(s); a line is 'source destination' or 'source destination weight'
                    0 1;0 1 2       | 2: has 3 fields, but the lines before it have 2; all edges have a weight, or none
                    0 1 2;0 1       | 2: has 2 fields, but the lines before it have 3; all edges have a weight, or none
                    """)
    void whatIsMalformedIsOneLineWithItsPlace(String lines, String message) throws IOException {
        Path file = file("g.el", lines.replace(';', '\n'));

        assertThatThrownBy(() -> GraphFile.read(file, false))
                .isInstanceOf(InputException.class)
                .hasMessage(file + ":" + message);
    }

    @Test
    void aFileWithoutEdgesHasNoVertices() throws IOException {
        Path file = file("g.txt", "# nothing\n");

        assertThatThrownBy(() -> GraphFile.read(file, false))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(file + ": lists no edge");
    }

    @Test
    void whatIsNoTextIsRefused() throws IOException {
        Path file = file("g.txt", "0 1\n" + "x".repeat(1 << 17));

        assertThatThrownBy(() -> GraphFile.read(file, false))
                .isInstanceOf(InputException.class)
                .hasMessage(file + ":2: is longer than 65536 bytes; is it text?");
    }

    @Test
    void aCompressedFileThatIsCutShortIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(Path.of("../experiments/data/graphs/facebook.txt.gz"));
        Path file = Files.write(directory.resolve("g.txt.gz"), Arrays.copyOf(whole, whole.length / 2));

        assertThatThrownBy(() -> GraphFile.read(file, false))
                .isInstanceOf(InputException.class)
                .hasMessageMatching("\\Q" + file + "\\E: cannot be read after line \\d+ \\(it is cut short\\)");
    }

    @Test
    void whatIsNotCompressedOrNotThereOrOfNoFormatIsRefused() throws IOException {
        Path plain = file("g.txt.gz", "0 1\n");
        Path other = file("g.csv", "0,1\n");
        Path missing = directory.resolve("none.txt");

        assertThatThrownBy(() -> GraphFile.read(plain, false))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(plain + ": cannot be read (");
        assertThatThrownBy(() -> GraphFile.read(other, false))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(other + ": no graph by its name; known are ");
        assertThatThrownBy(() -> GraphFile.read(missing, false))
                .isInstanceOf(InputException.class)
                .hasMessage(missing + ": there is no such file");
    }
}

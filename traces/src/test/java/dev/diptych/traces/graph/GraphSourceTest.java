package dev.diptych.traces.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.diptych.model.InputException;
import dev.diptych.model.config.Yaml;
import dev.diptych.model.plugin.Plugins;
import dev.diptych.model.plugin.Selected;
import dev.diptych.model.random.Philox;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@SuppressWarnings("rawtypes") // A service is known by its class, which has no settings.
class GraphSourceTest {
    @SuppressWarnings("unchecked")
    private static Graph graph(String settings, long seed) {
        Selected<GraphSource> selected = Selected.of(GraphSource.class, "graph", Yaml.parse(settings, "g.yaml"));
        return selected.plugin().graph(selected.settings(), seed);
    }

    @Test
    void areFound() {
        assertThat(Plugins.all(GraphSource.class).stream().map(source -> source.name()))
                .contains("file", "lognormal", "rmat", "star");
    }

    /** Bits on every machine and JDK: what was drawn once is drawn for ever. */
    @ParameterizedTest
    @CsvSource({
        "'{name: lognormal, vertices: 3000, weights: uniform}', 17ef5572",
        "'{name: rmat, vertices: 3001, edges: 50000, undirected: true, weights: uniform}', fe00c3eb",
        "'{name: star, degree: 1000, weights: uniform}', 1af1a2b"
    })
    void theSameSeedMakesTheSameBits(String settings, String digest) {
        assertThat(digest(graph(settings, 42))).isEqualTo(digest);
        assertThat(digest(graph(settings, 43))).isNotEqualTo(digest);
    }

    /** The table of gSampler's degree laws: products-like (mean 51.5, median 24, p99 424, size-biased 233), at a fortieth of the vertices. */
    @Test
    void degreesOfProductsAreLognormal() {
        Graph graph = graph("{name: lognormal, vertices: 61226}", 1);
        int[] degrees = degrees(graph);

        assertThat(graph.edges() / 61_226.0).isEqualTo(51.5, within(0.01));
        assertThat(degrees[degrees.length / 2]).isBetween(23, 25);
        assertThat(degrees[(int) (0.99 * degrees.length)]).isBetween(400, 448);
        assertThat(sizeBiased(graph)).isEqualTo(233, within(20.0));
    }

    /** LiveJournal-like: mean 15.2, median 5, p99 161, size-biased 140; directed. */
    @Test
    void degreesOfLiveJournalAreLognormal() {
        Graph graph = graph(
                "{name: lognormal, vertices: 121190, meanDegree: 15.2, sizeBiasedDegree: 144, mostDegree: 15000, undirected: false}",
                1);
        int[] degrees = degrees(graph);

        assertThat(graph.edges() / 121_190.0).isEqualTo(15.2, within(0.01));
        assertThat(degrees[degrees.length / 2]).isEqualTo(5);
        assertThat(degrees[(int) (0.99 * degrees.length)]).isBetween(151, 175);
        assertThat(sizeBiased(graph)).isEqualTo(140, within(20.0));
    }

    @Test
    void undirectedGraphsAreSymmetric() {
        Graph graph = graph("{name: rmat, scale: 10, edges: 5000, undirected: true, weights: uniform}", 5);
        int[] seen = new int[5000];
        for (int vertex = 0; vertex < graph.vertices(); vertex++) {
            for (int position = graph.first(vertex); position < graph.first(vertex + 1); position++) {
                int edge = (int) graph.edge(position);
                seen[edge] += graph.source(position) == vertex ? 2 : 1;
                assertThat(graph.weight(position)).isEqualTo(Weighting.UNIFORM.of(5, edge));
            }
        }

        assertThat(seen).containsOnly(2);
    }

    @Test
    void quartersOfARecursiveMatrixHaveTheirChances() {
        Graph graph = graph("{name: rmat, scale: 12, edges: 200000, a: 0.4, b: 0.3, c: 0.2, d: 0.1}", 9);
        int half = 1 << 11;
        double[] quarters = new double[4];
        for (int vertex = 0; vertex < graph.vertices(); vertex++) {
            for (int position = graph.first(vertex); position < graph.first(vertex + 1); position++) {
                quarters[(graph.source(position) < half ? 0 : 2) + (vertex < half ? 0 : 1)] += 1 / 200_000.0;
            }
        }

        assertThat(quarters).containsExactly(new double[] {0.4, 0.3, 0.2, 0.1}, within(0.004));
    }

    @Test
    void recursiveMatricesMayHaveAnyNumberOfVertices() {
        for (int vertices = 1; vertices < 40; vertices++) {
            Graph graph = graph(
                    "{name: rmat, vertices: %d, edges: 20000, a: 0.25, b: 0.25, c: 0.25, d: 0.25}".formatted(vertices),
                    1);

            assertThat(degrees(graph)[0]).isPositive();
            assertThat(Arrays.stream(graph.indices()).distinct()).hasSize(vertices);
        }
    }

    @Test
    void aStarHasAHub() {
        Graph graph = graph("{name: star, degree: 100, undirected: false}", 1);

        assertThat(graph.vertices()).isEqualTo(101);
        assertThat(graph.degree(0)).isEqualTo(100).isEqualTo(graph.edges());
        assertThat(graph("{name: star, degree: 100}", 1).edges()).isEqualTo(200);
    }

    @Test
    void uniformWeightsAreAboveZeroAndAtMostOne() {
        Graph graph = graph("{name: star, degree: 100000, undirected: false, weights: uniform}", 1);
        double sum = 0;
        for (float weight : graph.weights()) {
            assertThat(weight > 0 && weight <= 1).isTrue();
            sum += weight;
        }

        // Five standard deviations of a mean.
        assertThat(sum / 100_000).isEqualTo(0.5, within(5 * 0.289 / 316));
    }

    @Test
    void numbersAreDrawnInProportion() {
        double[] shares = {5, 0, 1, 3.5, 0.5};
        Proportional drawn = new Proportional(shares.clone());
        int[] counts = new int[shares.length];
        int draws = 300_000;
        for (int i = 0; i < draws; i++) {
            counts[drawn.draw(Philox.bits64(3, 1, i))]++;
        }

        for (int number = 0; number < shares.length; number++) {
            double chance = shares[number] / 10;
            assertThat(counts[number] / (double) draws)
                    .isEqualTo(chance, within(5 * Math.sqrt(chance * (1 - chance) / draws)));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {name: lognormal, vertices: 0}                        | a generated graph of 0 vertices; it has from 1 to 2147483638
                    {name: lognormal, vertices: 1000000000}               | a generated graph of 25750000000 edges; it has from 0 to 2147483639
                    {name: lognormal, sizeBiasedDegree: 50}               | graph 'lognormal': meanDegree 51.5 and mostDegree 17482.0 should be positive, sizeBiasedDegree 50.0 at least meanDegree
                    {name: rmat, scale: 31}                               | graph 'rmat': scale 31 should be from 0 to 30
                    {name: rmat, scale: 3, vertices: 8}                   | graph 'rmat': both scale 3 and vertices 8 are given; give one
                    {name: rmat, a: 0.6}                                  | graph 'rmat': a, b, c and d are 0.6, 0.19, 0.19 and 0.05; chances sum up to 1
                    {name: star, degree: -1}                              | a generated graph of -1 edges; it has from 0 to 2147483639
                    {name: lognormal, degree: 1}                          | g.yaml:1: no key is named 'degree' here; known: vertices, meanDegree, sizeBiasedDegree, mostDegree, undirected, weights
                    """)
    void settingsOutOfRangeAreOneLine(String settings, String message) {
        assertThatThrownBy(() -> graph(settings, 1))
                .isInstanceOf(InputException.class)
                .hasMessage(message);
    }

    private static int[] degrees(Graph graph) {
        int[] degrees = new int[graph.vertices()];
        Arrays.setAll(degrees, graph::degree);
        Arrays.sort(degrees);
        return degrees;
    }

    private static double sizeBiased(Graph graph) {
        double squares = 0;
        for (int degree : degrees(graph)) {
            squares += (double) degree * degree;
        }
        return squares / graph.edges();
    }

    private static String digest(Graph graph) {
        CRC32 sum = new CRC32();
        for (int number : graph.indptr()) {
            update(sum, number);
        }
        for (int position = 0; position < graph.edges(); position++) {
            update(sum, graph.source(position));
            update(sum, (int) graph.edge(position));
            update(sum, Float.floatToRawIntBits(graph.weight(position)));
        }
        return Long.toHexString(sum.getValue());
    }

    private static void update(CRC32 sum, int number) {
        for (int shift : List.of(0, 8, 16, 24)) {
            sum.update(number >>> shift);
        }
    }
}

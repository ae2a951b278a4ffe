package dev.diptych.traces.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import dev.diptych.model.random.Philox;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphTest {
    private static final float[] NONE = {};

    /** An entry as a graph tells it. */
    private record Edge(long source, long destination, long input, float weight) {}

    @Test
    void columnsListInEdgesInAscendingOrderOfSource() {
        Graph graph = Graph.of(4, new int[] {3, 0, 1, 2}, new int[] {1, 1, 3, 1}, NONE);

        assertThat(graph.vertices()).isEqualTo(4);
        assertThat(graph.edges()).isEqualTo(4);
        assertThat(graph.indptr()).containsExactly(0, 0, 3, 3, 4);
        assertThat(graph.indices()).containsExactly(0, 2, 3, 1);
        assertThat(graph.first(4)).isEqualTo(4);
        assertThat(graph.degree(1)).isEqualTo(3);
        assertThat(graph.maxDegree()).isEqualTo(3);
        assertThat(graph.edge(0)).isEqualTo(1);
        assertThat(graph.edge(1)).isEqualTo(3);
        assertThat(graph.edge(2)).isZero();
        assertThat(graph.edge(3)).isEqualTo(2);
    }

    @Test
    void parallelEdgesAndSelfLoopsStayInTheOrderOfTheInput() {
        Graph graph = Graph.of(2, new int[] {1, 0, 1, 1}, new int[] {1, 1, 1, 1}, new float[] {4, 3, 2, 1});

        assertThat(graph.indices()).containsExactly(0, 1, 1, 1);
        assertThat(graph.weights()).containsExactly(3, 4, 2, 1);
        assertThat(graph.edge(0)).isEqualTo(1);
        assertThat(graph.edge(1)).isZero();
        assertThat(graph.edge(2)).isEqualTo(2);
        assertThat(graph.edge(3)).isEqualTo(3);
    }

    @Test
    void edgesWithoutWeightsWeighOne() {
        Graph graph = Graph.of(2, new int[] {0}, new int[] {1}, NONE);

        assertThat(graph.isWeighted()).isFalse();
        assertThat(graph.weight(0)).isEqualTo(1);
        assertThat(graph.weights()).isEmpty();
    }

    @Test
    void aGraphMayHaveNoEdgesAndNoVertices() {
        Graph graph = Graph.of(3, new int[0], new int[0], NONE);

        assertThat(graph.indptr()).containsExactly(0, 0, 0, 0);
        assertThat(graph.maxDegree()).isZero();
        assertThat(new GraphBuilder(new EdgeKind(true, false)).build().vertices())
                .isZero();
    }

    @Test
    void undirectedEdgesShareTheirPlaceAndWeightAndLoopsAreThereOnce() {
        GraphBuilder builder = new GraphBuilder(new EdgeKind(true, true));
        builder.add(0, 1, 0.5);
        builder.add(2, 2, 2);
        builder.add(2, 1, 3);

        assertThat(edges(builder.build()))
                .containsExactly(
                        new Edge(1, 0, 0, 0.5f),
                        new Edge(0, 1, 0, 0.5f),
                        new Edge(2, 1, 2, 3),
                        new Edge(1, 2, 2, 3),
                        new Edge(2, 2, 1, 2));
    }

    @Test
    void gapsBetweenIdsAreIsolatedVerticesAsLongAsTheyAreFew() {
        assertThat(withEdge(0, 16 * 65 - 1).vertices()).isEqualTo(16 * 65);
        Graph sparse = withEdge(7, 16 * 65);

        assertThat(sparse.vertices()).isEqualTo(2);
        assertThat(sparse.id(1)).isEqualTo(16 * 65);
        assertThat(sparse.vertex(7)).isZero();
        assertThat(sparse.indptr()).containsExactly(0, 0, 1);
    }

    @Test
    void idsMayTakeSixtyThreeBits() {
        Graph graph = withEdge(Long.MAX_VALUE, 5);

        assertThat(graph.vertex(Long.MAX_VALUE)).isEqualTo(1);
        assertThat(graph.source(graph.first(0))).isEqualTo(1);
    }

    @Test
    void anIdThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> withEdge(7, 100_000).vertex(8))
                .isInstanceOf(InputException.class)
                .hasMessage("the graph has no vertex 8; it has 2, from 7 to 100000");
        assertThatThrownBy(() -> withEdge(0, 1).vertex(-1)).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> withEdge(0, 1).vertex(2)).isInstanceOf(InputException.class);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY, 1e39, 1e-60})
    void weightsAreFiniteAndNotNegative(double weight) {
        assertThatThrownBy(() -> new GraphBuilder(new EdgeKind(true, false)).add(0, 1, weight))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("edge 0: weight " + weight);
    }

    @Test
    void minusZeroIsZero() {
        Graph graph = Graph.of(1, new int[] {0}, new int[] {0}, new float[] {-0f});

        assertThat(Float.floatToRawIntBits(graph.weight(0))).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void columnsHoldExactlyTheEdgesOfTheInput(int variant) {
        boolean isWeighted = (variant & 1) > 0;
        boolean isUndirected = (variant & 2) > 0;
        for (int seed = 0; seed < 50; seed++) {
            // Few ids, so that there are parallel edges, loops and isolated vertices; every second graph has large
            // ones.
            long scale = seed % 2 == 0 ? 1 : 1L << 40;
            GraphBuilder builder = new GraphBuilder(new EdgeKind(isWeighted, isUndirected));
            List<Edge> expected = new ArrayList<>();
            for (int i = 0; i < seed * 7; i++) {
                long source = scale * Philox.below(3 + seed, seed, 1, 2L * i);
                long destination = scale * Philox.below(3 + seed, seed, 1, 2L * i + 1);
                float weight = isWeighted ? Philox.below(100, seed, 2, i) / 8f : 1;
                builder.add(source, destination, weight);
                expected.add(new Edge(source, destination, i, weight));
                if (isUndirected && source != destination) {
                    expected.add(new Edge(destination, source, i, weight));
                }
            }
            expected.sort(Comparator.comparingLong(Edge::destination)
                    .thenComparingLong(Edge::source)
                    .thenComparingLong(Edge::input));

            assertThat(edges(builder.build())).isEqualTo(expected);
        }
    }

    @Test
    void piecesOfManyEdgesAreJoined() {
        int count = 2 * IdColumn.PIECE + 3;
        GraphBuilder builder = new GraphBuilder(new EdgeKind(true, false));
        for (int i = 0; i < count; i++) {
            // The second piece needs 64 bits.
            builder.add(i / IdColumn.PIECE == 1 ? (1L << 40) + i % 5 : i % 3, 0, i % 4);
        }
        Graph graph = builder.build();

        assertThat(graph.vertices()).isEqualTo(8);
        assertThat(graph.degree(0)).isEqualTo(count);
        assertThat(graph.id(7)).isEqualTo((1L << 40) + 4);
        int wrong = 0;
        for (int position = 0; position < count; position++) {
            long i = graph.edge(position);
            long source = i / IdColumn.PIECE == 1 ? (1L << 40) + i % 5 : i % 3;
            wrong += graph.id(graph.source(position)) == source && (long) graph.weight(position) == i % 4 ? 0 : 1;
        }
        assertThat(wrong).isZero();
    }

    private static Graph withEdge(long source, long destination) {
        GraphBuilder builder = new GraphBuilder(new EdgeKind(false, false));
        builder.add(source, destination, 1);
        return builder.build();
    }

    private static List<Edge> edges(Graph graph) {
        List<Edge> edges = new ArrayList<>();
        for (int vertex = 0; vertex < graph.vertices(); vertex++) {
            for (int position = graph.first(vertex); position < graph.first(vertex + 1); position++) {
                edges.add(new Edge(
                        graph.id(graph.source(position)),
                        graph.id(vertex),
                        graph.edge(position),
                        graph.weight(position)));
            }
        }
        return edges;
    }
}

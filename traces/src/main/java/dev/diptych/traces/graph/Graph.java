package dev.diptych.traces.graph;

import dev.diptych.model.InputException;

/**
 * A directed graph as a sparse matrix that is compressed by columns. Edge {@code u -> v} is the entry of row {@code u}, its source, and column
 * {@code v}, its destination, so that column {@code v} lists the in-edges of {@code v}: what neighbour sampling takes from (gSampler: Gong et
 * al., SOSP 2023, section 3.1).
 *
 * <p>Vertices are numbered from 0 on, and have ids of their own in the input. The edges of all columns lie one after the other; an edge's place among
 * them is its <em>position</em>. A column has its edges in ascending order of source; parallel edges, which are kept like self loops, are in the order of
 * the input. Immutable.
 */
public final class Graph {
    /** What an array of Java holds on every machine. */
    static final int MOST_EDGES = Integer.MAX_VALUE - 8;

    /** Column positions need one element more. */
    static final int MOST_VERTICES = MOST_EDGES - 1;

    private final VertexIds ids;
    private final int[] indptr;
    private final int[] indices;
    private final boolean isWeighted;
    private final float[] weights;
    /** By position: the edge's place in the input; empty where it is the position itself. */
    private final int[] inputs;

    private final int maxDegree;

    /** Takes arrays over; columns are in order. */
    Graph(VertexIds ids, int[] indptr, int[] indices, boolean isWeighted, float[] weights, int[] inputs) {
        this.ids = ids;
        this.indptr = indptr;
        this.indices = indices;
        this.isWeighted = isWeighted;
        this.weights = weights;
        this.inputs = inputs;
        int most = 0;
        for (int vertex = 0; vertex < ids.count(); vertex++) {
            most = Math.max(most, indptr[vertex + 1] - indptr[vertex]);
        }
        this.maxDegree = most;
    }

    /**
     * Returns a graph of edges {@code sources[i] -> destinations[i]}; vertices have their numbers as ids.
     *
     * @param weights one an edge; empty for a graph without weights
     * @throws InputException when a weight is negative or not finite
     */
    public static Graph of(int vertices, int[] sources, int[] destinations, float[] weights) {
        boolean isWeighted = weights.length > 0;
        if (sources.length != destinations.length || (isWeighted && weights.length != sources.length)) {
            throw new IllegalArgumentException("%d sources, %d destinations and %d weights"
                    .formatted(sources.length, destinations.length, weights.length));
        }
        return of(vertices, new EdgeKind(isWeighted, false), to -> {
            for (int i = 0; i < sources.length; i++) {
                to.edge(sources[i], destinations[i], isWeighted ? weights[i] : 1);
            }
        });
    }

    /**
     * Returns a graph of edges that come in a stream, which is gone through twice; vertices have their numbers as ids.
     *
     * @throws InputException when a weight is negative or not finite, or the edges are too many
     */
    public static Graph of(int vertices, EdgeKind kind, EdgeStream edges) {
        return Compression.compress(VertexIds.dense(0, vertices), kind, edges);
    }

    /** Returns the number of vertices. */
    public int vertices() {
        return ids.count();
    }

    /** Returns the number of edges. */
    public int edges() {
        return indices.length;
    }

    /** Returns the position of a vertex's first in-edge. That of {@code vertices()} is the number of edges. */
    public int first(int vertex) {
        return indptr[vertex];
    }

    /** Returns how many edges lead to a vertex. */
    public int degree(int vertex) {
        return indptr[vertex + 1] - indptr[vertex];
    }

    /** Returns the vertex from which the edge at a position comes. */
    public int source(int position) {
        return indices[position];
    }

    /** Returns whether edges have weights of their own. */
    public boolean isWeighted() {
        return isWeighted;
    }

    /** Returns the weight of the edge at a position, finite and at least 0; 1 where the graph has none. */
    public float weight(int position) {
        return isWeighted ? weights[position] : 1;
    }

    /** Returns the place of the edge at a position among the edges of the input, from 0 on. The two ways of an undirected edge share theirs. */
    public long edge(int position) {
        return inputs.length > 0 ? inputs[position] : position;
    }

    /** Returns what the input calls a vertex. */
    public long id(int vertex) {
        return ids.id(vertex);
    }

    /**
     * Returns the vertex that the input calls {@code id}.
     *
     * @throws InputException when there is none
     */
    public int vertex(long id) {
        return ids.vertex(id);
    }

    /** Returns the largest number of edges that lead to one vertex; 0 in a graph without vertices. */
    public int maxDegree() {
        return maxDegree;
    }

    /** Returns the position of each vertex's first in-edge, and at last the number of edges. The graph's own array: it is not to be changed. */
    public int[] indptr() {
        return indptr;
    }

    /** Returns the source of each edge. The graph's own array: it is not to be changed. */
    public int[] indices() {
        return indices;
    }

    /** Returns the weight of each edge; empty where the graph has none. The graph's own array: it is not to be changed. */
    public float[] weights() {
        return weights;
    }
}

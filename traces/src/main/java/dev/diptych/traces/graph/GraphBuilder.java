package dev.diptych.traces.graph;

import dev.diptych.model.InputException;

/**
 * Collects edges whose vertices are known by ids, for inputs that can be read only once. An edge takes 8 bytes, 12 with a weight, until the graph is
 * built, and as many in the graph.
 */
public final class GraphBuilder {
    /** A graph whose ids leave at most so many numbers unused for each edge has them all as vertices. */
    private static final long VERTICES_PER_EDGE = 16;

    /** Small graphs may have gaps, too. */
    private static final long FREE_EDGES = 64;

    private final EdgeKind kind;
    private final IdColumn sources = new IdColumn();
    private final IdColumn destinations = new IdColumn();
    private final FloatColumn weights = new FloatColumn();
    private long largest = -1;

    public GraphBuilder(EdgeKind kind) {
        this.kind = kind;
    }

    /**
     * Adds an edge.
     *
     * @param source id, at least 0
     * @param destination id, at least 0
     * @param weight ignored where edges have none
     * @throws InputException when the weight is negative or not finite, or there are too many edges
     */
    public void add(long source, long destination, double weight) {
        if (source < 0 || destination < 0) {
            throw new IllegalArgumentException("edge %d -> %d; ids are not negative".formatted(source, destination));
        }
        if (sources.size() == Graph.MOST_EDGES) {
            throw new InputException("a graph has at most %d edges; there are more".formatted(Graph.MOST_EDGES));
        }
        if (kind.isWeighted()) {
            weights.add(Weights.of(weight, () -> "edge " + sources.size()));
        }
        sources.add(source);
        destinations.add(destination);
        largest = Math.max(largest, Math.max(source, destination));
    }

    /** Returns how many edges were added. */
    public int edges() {
        return sources.size();
    }

    /**
     * Returns the graph. Its vertices are all numbers from 0 to the largest id, where these are at most 16 * (edges + 64): those between the ids that
     * occur are isolated. Otherwise its vertices are the ids that occur.
     */
    public Graph build() {
        boolean isDense = largest < VERTICES_PER_EDGE * (edges() + FREE_EDGES) && largest < Graph.MOST_VERTICES;
        VertexIds ids =
                isDense ? VertexIds.dense(0, (int) (largest + 1)) : VertexIds.of(DistinctIds.of(sources, destinations));
        return build(ids);
    }

    /** Returns the graph of vertices with ids {@code first}, {@code first + 1} and so on, of which every edge has two. */
    public Graph build(long first, int vertices) {
        return build(VertexIds.dense(first, vertices));
    }

    private Graph build(VertexIds ids) {
        return Compression.compress(ids, kind, to -> {
            for (int i = 0; i < edges(); i++) {
                to.edge(
                        ids.vertex(sources.get(i)),
                        ids.vertex(destinations.get(i)),
                        kind.isWeighted() ? weights.get(i) : 1);
            }
        });
    }
}

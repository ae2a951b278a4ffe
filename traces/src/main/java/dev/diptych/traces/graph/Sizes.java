package dev.diptych.traces.graph;

import dev.diptych.model.InputException;

/** Checks of the sizes that settings of generators ask for. */
final class Sizes {
    private Sizes() {}

    static int vertices(long vertices) {
        if (vertices < 1 || vertices > Graph.MOST_VERTICES) {
            throw new InputException(
                    "a generated graph of %d vertices; it has from 1 to %d".formatted(vertices, Graph.MOST_VERTICES));
        }
        return (int) vertices;
    }

    static int edges(long edges) {
        if (edges < 0 || edges > Graph.MOST_EDGES) {
            throw new InputException(
                    "a generated graph of %d edges; it has from 0 to %d".formatted(edges, Graph.MOST_EDGES));
        }
        return (int) edges;
    }
}

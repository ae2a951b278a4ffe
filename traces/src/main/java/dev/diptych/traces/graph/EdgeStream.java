package dev.diptych.traces.graph;

/** Edges in the order of an input. They can be gone through again and again, and are the same each time. */
@FunctionalInterface
public interface EdgeStream {
    /** Takes edges, one after the other. */
    @FunctionalInterface
    interface Sink {
        /** Takes an edge between two vertices, by their numbers. */
        void edge(int source, int destination, float weight);
    }

    /** Hands all edges over. */
    void forEach(Sink to);
}

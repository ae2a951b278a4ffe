package dev.diptych.systems.sampling.program;

/** By what the random numbers of a selection in each column are told apart. */
public enum DrawKey {
    /** The column's vertex: where it stands in the frontier, and what stands beside it, do not matter. */
    VERTEX,
    /** The column's position, so that a vertex that comes twice draws twice. */
    POSITION,
    /**
     * The edge's source: columns that share a neighbour think alike of it, so they select fewer different ones (LABOR-0, Balin and Catalyurek,
     * NeurIPS 2023, with a fixed number of edges for each column).
     */
    SOURCE
}

package dev.diptych.systems.sampling.program;

/** What a node of a program stands for. */
public enum ValueType {
    /** Vertices in an order. */
    FRONTIER,
    /** Columns, each a vertex, with edges that end in it; rows are all vertices. */
    MATRIX,
    /** A number for each edge of a matrix. */
    EDGES,
    /** A number for each vertex: 0 where nothing says otherwise. */
    ROWS,
    /** A number for each column of a matrix. */
    COLUMNS,
    /** One number. */
    SCALAR,
    /** Several numbers for each vertex. */
    FEATURES,
    /** Sequences of vertices, all equally long, that end early with -1. */
    WALKS
}

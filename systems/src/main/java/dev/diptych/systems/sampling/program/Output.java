package dev.diptych.systems.sampling.program;

import java.util.OptionalInt;

/** What a sample consists of: nodes of the program. */
public sealed interface Output {
    /** A matrix, and numbers of its edges if there are any. */
    record Layer(int matrix, OptionalInt weights) implements Output {}

    /** Walks. */
    record Walks(int walks) implements Output {}

    /** Vertices, and a number for each if there is one. */
    record Vertices(int frontier, OptionalInt labels) implements Output {}

    /** Where a matrix's columns and the sources of its edges stand among its vertices: two nodes, the second of which is {@link Operator.Nodes} of the first. */
    record Places(int matrix, int nodes) implements Output {}
}

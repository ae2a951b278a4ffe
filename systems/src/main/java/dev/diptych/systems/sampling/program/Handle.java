package dev.diptych.systems.sampling.program;

/** What a program's author holds: a node that is being written about. */
abstract sealed class Handle permits Matrix, Frontier, EdgeVector, RowVector, ColumnVector, Scalar, Features, Walks {
    private final ProgramBuilder builder;
    private final int id;

    Handle(ProgramBuilder builder, int id) {
        this.builder = builder;
        this.id = id;
    }

    final ProgramBuilder builder() {
        return builder;
    }

    final int id() {
        return id;
    }
}

package dev.diptych.systems.sampling.program;

/** Walks over the graph. */
public final class Walks extends Handle {
    Walks(ProgramBuilder builder, int id) {
        super(builder, id);
    }

    /** Returns all vertices that the walks came to, those where they began among them. */
    public Frontier visited() {
        return new Frontier(builder(), builder().call(new Operator.Visited(), this));
    }

    /**
     * Returns a matrix with a column for each vertex of the frontier that the walks began at, and an edge from each other vertex that its walks came to
     * after a multiple of {@code stride} steps. These are no edges of the graph.
     */
    public Matrix visits(Frontier beginnings, int stride) {
        if (stride < 1) {
            throw builder().mistake("visits", "a stride of %d; it is positive".formatted(stride));
        }
        return builder().apart(new Operator.Visits(stride), this, beginnings);
    }
}

package dev.diptych.systems.sampling.program;

/** How a walk goes on from where it is. It goes from a vertex to the source of one of the edges that end there, and ends where there is none. */
public sealed interface WalkRule {
    /**
     * To each edge's source alike (DeepWalk, Perozzi, Al-Rfou, Skiena, KDD 2014).
     *
     * @param stop chance with which the walk ends after a step
     */
    record Uniform(float stop) implements WalkRule {}

    /**
     * To each edge's source alike, or back to where the walk began.
     *
     * @param back the chance of going back
     */
    record Restart(float back) implements WalkRule {}

    /**
     * Second-order walks (Grover, Leskovec, KDD 2016, section 3.2.2): an edge's weight counts once if its source has an edge to the vertex that the walk
     * comes from, {@code 1/p} if it is that vertex, and {@code 1/q} otherwise. The first step goes by the weights alone.
     */
    record Node2Vec(float p, float q) implements WalkRule {}
}

package dev.diptych.systems.sampling.algorithm;

import dev.diptych.systems.sampling.program.EdgeVector;
import dev.diptych.systems.sampling.program.Matrix;

/** The normalised adjacency matrix of graph convolutions (Kipf, Welling, ICLR 2017, section 2), without the self-loops that are added there. */
final class Adjacency {
    private Adjacency() {}

    /** Returns {@code w(u, v) / sqrt(d(u) d(v))}, where d are sums of weights: of what leaves u, and of what comes to v. */
    static EdgeVector normalized(Matrix graph) {
        EdgeVector weights = graph.weightsOrOnes();
        return weights.over(weights.sumByRow().root())
                .over(weights.sumByColumn().root());
    }
}

package dev.diptych.systems.sampling.reference;

import dev.diptych.systems.sampling.Draws;
import dev.diptych.systems.sampling.IntegerWeights;
import dev.diptych.systems.sampling.Node2VecChances;
import dev.diptych.systems.sampling.program.Operator;
import dev.diptych.systems.sampling.program.WalkRule;
import dev.diptych.traces.graph.Graph;
import java.util.Arrays;

/** Walks, one step after the other. The item of a walk's draws is its number. */
final class Walker {
    /** Where the second kind of draws of a step begins, of those that have one. */
    static final int SECOND_DRAWS = 1 << 30;

    private final Graph graph;
    private final Operator.Walk walk;
    private final Draws draws;
    private final Node2VecChances chances;

    Walker(Graph graph, Operator.Walk walk, Draws draws) {
        this.graph = graph;
        this.walk = walk;
        this.draws = draws;
        this.chances =
                walk.rule() instanceof WalkRule.Node2Vec rule ? Node2VecChances.of(rule) : new Node2VecChances(0, 0, 0);
    }

    WalksValue from(int[] seeds) {
        int stride = walk.length() + 1;
        int[] vertices = new int[Math.multiplyExact(Math.multiplyExact(seeds.length, walk.perSeed()), stride)];
        Arrays.fill(vertices, -1);
        for (int walker = 0; walker < seeds.length * walk.perSeed(); walker++) {
            int begin = walker * stride;
            vertices[begin] = seeds[walker / walk.perSeed()];
            for (int step = 0; step < walk.length(); step++) {
                int next = next(walker, step, vertices, begin);
                vertices[begin + step + 1] = next;
                if (next < 0 || stops(walker, step)) {
                    break;
                }
            }
        }
        return new WalksValue(stride, walk.perSeed(), vertices);
    }

    private int next(int walker, int step, int[] vertices, int begin) {
        int at = vertices[begin + step];
        if (walk.rule() instanceof WalkRule.Restart restart
                && draws.happens(Draws.threshold(restart.back()), walk.site(), walker, SECOND_DRAWS + step)) {
            return vertices[begin];
        }
        if (graph.degree(at) == 0) {
            return -1;
        }
        if (walk.rule() instanceof WalkRule.Node2Vec) {
            int before = step == 0 ? -1 : vertices[begin + step - 1];
            int edge = secondOrder(walker, step, at, before);
            return edge < 0 ? -1 : graph.source(graph.first(at) + edge);
        }
        return graph.source(graph.first(at) + (int) draws.below(graph.degree(at), walk.site(), walker, step));
    }

    private boolean stops(int walker, int step) {
        return walk.rule() instanceof WalkRule.Uniform uniform
                && uniform.stop() > 0
                && draws.happens(Draws.threshold(uniform.stop()), walk.site(), walker, SECOND_DRAWS + step);
    }

    /**
     * Proposes edges by their weights and accepts them by where they lead; after too many refusals, weighs all.
     *
     * @return the edge's place in the column; -1 if no edge has a weight
     */
    private int secondOrder(int walker, int step, int at, int before) {
        int firstDraw = step * Node2VecChances.DRAWS_PER_STEP;
        IntegerWeights weights = weights(at);
        if (weights.total() == 0) {
            return -1;
        }
        for (int attempt = 0; attempt < Node2VecChances.ATTEMPTS; attempt++) {
            int draw = firstDraw + 2 * attempt;
            int edge = weights.at(draws.below(weights.total(), walk.site(), walker, draw));
            if (before < 0 || draws.happens(chance(at, edge, before), walk.site(), walker, draw + 1)) {
                return edge;
            }
        }
        long[] sums = new long[weights.size()];
        long sum = 0;
        for (int edge = 0; edge < sums.length; edge++) {
            sum += Node2VecChances.lastWeight(weights.weight(edge), chance(at, edge, before));
            sums[edge] = sum;
        }
        long drawn = draws.below(sum, walk.site(), walker, firstDraw + 2 * Node2VecChances.ATTEMPTS);
        int edge = 0;
        while (sums[edge] <= drawn) {
            edge++;
        }
        return edge;
    }

    private IntegerWeights weights(int at) {
        int first = graph.first(at);
        int end = graph.first(at + 1);
        return graph.isWeighted() ? IntegerWeights.of(graph.weights(), first, end) : IntegerWeights.equal(end - first);
    }

    /** Returns the chance in 2^32 with which a proposed edge is taken. */
    private long chance(int at, int edge, int before) {
        int source = graph.source(graph.first(at) + edge);
        if (source == before) {
            return chances.back();
        }
        return hasEdge(source, before) ? chances.near() : chances.far();
    }

    private boolean hasEdge(int source, int destination) {
        return Arrays.binarySearch(graph.indices(), graph.first(destination), graph.first(destination + 1), source)
                >= 0;
    }
}

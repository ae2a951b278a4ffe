package dev.diptych.traces.graph;

import com.google.auto.service.AutoService;
import dev.diptych.model.InputException;
import dev.diptych.model.random.Normal;
import dev.diptych.model.random.Philox;

/**
 * A Chung-Lu graph (F. Chung, L. Lu: "Connected components in random graphs with given expected degree sequences", Annals of Combinatorics 6, 2002) whose
 * expected degrees are lognormal: {@code exp(mu + sigma z)} with {@code sigma^2 = ln(sizeBiasedDegree / meanDegree)} and {@code mu = ln(meanDegree) - sigma^2
 * / 2}, at most {@code mostDegree}. Both ends of each edge are drawn in proportion to them, so that parallel edges and self loops occur. Two means describe
 * what matters for sampling: that of degrees, and the size-biased one, {@code E[d^2] / E[d]}, which is the mean degree at the end of an edge.
 */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(GraphSource.class)
public final class LognormalGraph implements GraphSource<LognormalGraph.Settings> {
    /**
     * The graph's size and its degrees.
     *
     * @param meanDegree edges that lead to a vertex, on average
     * @param sizeBiasedDegree before the cap; above {@code meanDegree}
     * @param mostDegree cap of expected degrees
     * @param undirected whether each edge leads both ways; {@code meanDegree} counts both
     */
    public record Settings(
            int vertices,
            double meanDegree,
            double sizeBiasedDegree,
            double mostDegree,
            boolean undirected,
            Weighting weights) {}

    private static final int RADIUS_SITE = 0x6752;
    private static final int ANGLE_SITE = 0x6741;
    private static final int ENDS_SITE = 0x6745;

    @Override
    public String name() {
        return "lognormal";
    }

    @Override
    public String summary() {
        return "random graph with lognormally distributed degrees";
    }

    @Override
    public Settings defaults() {
        // ogbn-products at a hundredth of its vertices.
        return new Settings(24_490, 51.5, 233, 17_482, true, Weighting.NONE);
    }

    @Override
    public Graph graph(Settings settings, long seed) {
        Sizes.vertices(settings.vertices());
        if (!(settings.meanDegree() > 0
                && settings.sizeBiasedDegree() >= settings.meanDegree()
                && settings.mostDegree() > 0)) {
            throw new InputException(
                    "graph 'lognormal': meanDegree %s and mostDegree %s should be positive, sizeBiasedDegree %s at least meanDegree"
                            .formatted(settings.meanDegree(), settings.mostDegree(), settings.sizeBiasedDegree()));
        }
        double listed = settings.vertices() * settings.meanDegree() / (settings.undirected() ? 2 : 1);
        int edges = Sizes.edges(Math.round(listed));
        Proportional ends = new Proportional(degrees(settings, seed));
        EdgeKind kind = new EdgeKind(settings.weights() != Weighting.NONE, settings.undirected());
        return Graph.of(settings.vertices(), kind, to -> {
            int[] words = new int[Draws.WORDS];
            for (int edge = 0; edge < edges; edge++) {
                Philox.block(edge, 0, ENDS_SITE, 0, (int) seed, (int) (seed >>> Integer.SIZE), words);
                to.edge(
                        ends.draw(Draws.bits64(words, 0)),
                        ends.draw(Draws.bits64(words, 1)),
                        settings.weights().of(seed, edge));
            }
        });
    }

    private static double[] degrees(Settings settings, long seed) {
        double variance = StrictMath.log(settings.sizeBiasedDegree() / settings.meanDegree());
        double mu = StrictMath.log(settings.meanDegree()) - variance / 2;
        double sigma = Math.sqrt(variance);
        double[] degrees = new double[settings.vertices()];
        for (int vertex = 0; vertex < degrees.length; vertex++) {
            double z = Normal.of(seed, RADIUS_SITE, ANGLE_SITE, vertex);
            degrees[vertex] = Math.min(settings.mostDegree(), StrictMath.exp(mu + sigma * z));
        }
        return degrees;
    }
}

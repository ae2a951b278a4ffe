package dev.diptych.traces.graph;

import com.google.auto.service.AutoService;

/** One hub, vertex 0, and leaves that each have one edge to it: the most uneven degrees that there are. */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(GraphSource.class)
public final class StarGraph implements GraphSource<StarGraph.Settings> {
    /**
     * The graph's size.
     *
     * @param degree edges that lead to the hub, one from each leaf
     * @param undirected whether they lead back, too
     */
    public record Settings(int degree, boolean undirected, Weighting weights) {}

    @Override
    public String name() {
        return "star";
    }

    @Override
    public String summary() {
        return "a hub to which every other vertex has an edge";
    }

    @Override
    public Settings defaults() {
        return new Settings(1 << 16, true, Weighting.NONE);
    }

    @Override
    public Graph graph(Settings settings, long seed) {
        int leaves = Sizes.edges(settings.degree());
        EdgeKind kind = new EdgeKind(settings.weights() != Weighting.NONE, settings.undirected());
        return Graph.of(Sizes.vertices(leaves + 1L), kind, to -> {
            for (int leaf = 1; leaf <= leaves; leaf++) {
                to.edge(leaf, 0, settings.weights().of(seed, leaf - 1L));
            }
        });
    }
}

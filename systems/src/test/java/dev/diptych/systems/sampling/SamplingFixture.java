package dev.diptych.systems.sampling;

import dev.diptych.model.plugin.Plugins;
import dev.diptych.model.random.Philox;
import dev.diptych.systems.sampling.program.ProgramBuilder;
import dev.diptych.systems.sampling.program.SamplingProgram;
import dev.diptych.systems.sampling.reference.Reference;
import dev.diptych.traces.graph.Graph;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;

/** Graphs and programs that tests share. */
public final class SamplingFixture {
    private SamplingFixture() {}

    /** A program in the words of a test. */
    public static SamplingProgram program(GraphInputs inputs, Consumer<ProgramBuilder> text) {
        ProgramBuilder builder = new ProgramBuilder(inputs.facts());
        text.accept(builder);
        return builder.build();
    }

    /** An algorithm with its default settings. */
    public static SamplingProgram program(GraphInputs inputs, String algorithm) {
        return program(inputs, builder -> write(builder, algorithm));
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // A plugin takes its own defaults.
    private static void write(ProgramBuilder builder, String algorithm) {
        SamplingAlgorithm plugin = Plugins.find(SamplingAlgorithm.class, "sampling algorithm", algorithm);
        plugin.write(builder, plugin.defaults());
    }

    public static Reference reference(GraphInputs inputs, Consumer<ProgramBuilder> text, long seed) {
        return new Reference(program(inputs, text), inputs, seed);
    }

    /**
     * A directed graph with hubs, vertices without edges (every seventeenth), self-loops and parallel edges.
     *
     * @param weighted whether its edges have weights, some of which are 0
     */
    public static Graph random(int vertices, int edges, boolean weighted) {
        int[] sources = new int[edges];
        int[] destinations = new int[edges];
        float[] weights = new float[weighted ? edges : 0];
        for (int i = 0; i < edges; i++) {
            double skew = Philox.unit(7, 0, i);
            sources[i] = clear((int) (skew * skew * vertices));
            destinations[i] = clear((int) Philox.below(vertices, 7, 1, i));
            if (weighted) {
                weights[i] = i % 11 == 0 ? 0 : (float) (Philox.unit(7, 2, i) * 3);
            }
        }
        return Graph.of(vertices, sources, destinations, weights);
    }

    private static int clear(int vertex) {
        return vertex % 17 == 16 ? vertex - 1 : vertex;
    }

    /** A graph with features and two types of vertices, for programs that ask for them. */
    public static GraphInputs rich(Graph graph) {
        int[] types = new int[graph.vertices()];
        Arrays.setAll(types, vertex -> vertex % 2);
        return new GraphInputs(graph, 8, types, Map.of());
    }

    /** One column with edges from vertices 0 to {@code weights.length - 1}; the column is the last vertex. */
    public static Graph fan(float... weights) {
        int[] sources = new int[weights.length];
        Arrays.setAll(sources, i -> i);
        int[] destinations = new int[weights.length];
        Arrays.fill(destinations, weights.length);
        return Graph.of(weights.length + 1, sources, destinations, weights);
    }
}

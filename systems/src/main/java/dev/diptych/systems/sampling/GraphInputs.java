package dev.diptych.systems.sampling;

import dev.diptych.systems.sampling.program.GraphFacts;
import dev.diptych.traces.graph.Graph;
import java.util.Map;

/**
 * What programs sample from.
 *
 * @param featureWidth numbers of a vertex's features, which are drawn; 0 for none
 * @param types for each vertex its type; empty if all are alike
 * @param states numbers for the graph's edges by name, in the order of its positions; what is not here is 1 for each edge
 */
@SuppressWarnings("ArrayRecordComponent") // Of a graph's size, and compared with nothing.
public record GraphInputs(Graph graph, int featureWidth, int[] types, Map<String, float[]> states) {
    public GraphInputs(Graph graph) {
        this(graph, 0, new int[0], Map.of());
    }

    /** Returns what programs may be told of it. */
    public GraphFacts facts() {
        int highest = 0;
        for (int type : types) {
            highest = Math.max(highest, type);
        }
        return new GraphFacts(graph.vertices(), graph.isWeighted(), featureWidth, highest + 1);
    }
}

package dev.diptych.systems.sampling.program;

import java.util.List;

/** A sampling algorithm as data: what one sample is, given a graph, seeds, a seed of random numbers and the sample's id. */
public record SamplingProgram(List<Node> nodes, List<Output> outputs) {
    public SamplingProgram {
        nodes = List.copyOf(nodes);
        outputs = List.copyOf(outputs);
    }

    public Node node(int id) {
        return nodes.get(id);
    }
}

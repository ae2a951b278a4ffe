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

    /**
     * Returns for each node whether no sample changes its value: neither seeds nor draws have a part in it, nor numbers that change from sample to sample.
     * What lasts is computed once, before the first sample (gSampler, SOSP 2023, section 4.2: pre-processing).
     */
    public boolean[] lasting() {
        boolean[] isLasting = new boolean[nodes.size()];
        for (Node node : nodes) {
            Operator operator = node.operator();
            isLasting[node.id()] = !(operator instanceof Operator.Seeds)
                    && !(operator instanceof Operator.EdgeState)
                    && !(operator instanceof Operator.Random)
                    && node.inputs().stream().allMatch(input -> isLasting[input]);
        }
        return isLasting;
    }
}

package dev.diptych.systems.sampling.program;

import java.util.ArrayList;
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
     * Returns the program with one more output for each layer: where its columns and sources stand among its vertices ({@link Operator.Nodes}), which is how
     * a model's layer is computed. Where the next frontier is these vertices, they are places in it.
     */
    public SamplingProgram relabelled() {
        List<Node> all = new ArrayList<>(nodes);
        List<Output> more = new ArrayList<>(outputs);
        for (Output output : outputs) {
            if (output instanceof Output.Layer layer) {
                more.add(new Output.Places(layer.matrix(), nodesOf(layer.matrix(), all)));
            }
        }
        return new SamplingProgram(all, more);
    }

    /** Returns the node that has a matrix's vertices, which is added if there is none. */
    private static int nodesOf(int matrix, List<Node> all) {
        for (Node node : all) {
            if (node.operator() instanceof Operator.Nodes && node.input(0) == matrix) {
                return node.id();
            }
        }
        Node added = new Node(
                all.size(),
                new Operator.Nodes(),
                List.of(matrix),
                all.get(matrix).line());
        all.add(added);
        return added.id();
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

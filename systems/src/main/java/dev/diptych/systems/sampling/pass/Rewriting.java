package dev.diptych.systems.sampling.pass;

import dev.diptych.systems.sampling.program.Node;
import dev.diptych.systems.sampling.program.Output;
import dev.diptych.systems.sampling.program.SamplingProgram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/** A program that is being written anew: nodes are kept, or stood in for by others. */
final class Rewriting {
    private final SamplingProgram from;
    private final List<Node> nodes = new ArrayList<>();
    /** Of each old node the new one that has its value; -1 if none has. */
    private final int[] now;

    Rewriting(SamplingProgram from) {
        this.from = from;
        this.now = new int[from.nodes().size()];
        Arrays.fill(now, -1);
    }

    /** Returns the new nodes that an old one's inputs are now. */
    List<Integer> inputs(Node node) {
        return node.inputs().stream().map(input -> now[input]).toList();
    }

    /** Keeps a node; returns it as it is now. */
    Node keep(Node node) {
        Node kept = new Node(nodes.size(), node.operator(), inputs(node), node.line());
        nodes.add(kept);
        now[node.id()] = kept.id();
        return kept;
    }

    /** Has a new node stand in for an old one. */
    void replace(Node node, Node by) {
        now[node.id()] = by.id();
    }

    SamplingProgram program() {
        return new SamplingProgram(
                nodes, from.outputs().stream().map(this::output).toList());
    }

    private Output output(Output output) {
        if (output instanceof Output.Layer layer) {
            return new Output.Layer(now[layer.matrix()], now(layer.weights()));
        }
        if (output instanceof Output.Walks walks) {
            return new Output.Walks(now[walks.walks()]);
        }
        if (output instanceof Output.Places places) {
            return new Output.Places(now[places.matrix()], now[places.nodes()]);
        }
        Output.Vertices vertices = (Output.Vertices) output;
        return new Output.Vertices(now[vertices.frontier()], now(vertices.labels()));
    }

    private OptionalInt now(OptionalInt node) {
        return node.isPresent() ? OptionalInt.of(now[node.getAsInt()]) : node;
    }
}

package dev.diptych.systems.sampling.pass;

import com.google.auto.service.AutoService;
import dev.diptych.systems.sampling.program.Node;
import dev.diptych.systems.sampling.program.Operator;
import dev.diptych.systems.sampling.program.Output;
import dev.diptych.systems.sampling.program.SamplingProgram;
import java.util.List;
import java.util.OptionalInt;

/** Leaves out what no output needs. The graph and the seeds stay. A draw that is left out changes no other: each has its site. */
@AutoService(Pass.class)
public final class DeadCode implements Pass {
    @Override
    public String name() {
        return "dead-code";
    }

    @Override
    public String summary() {
        return "leaves out what no output needs";
    }

    @Override
    public SamplingProgram apply(SamplingProgram program) {
        boolean[] isNeeded = new boolean[program.nodes().size()];
        program.outputs().forEach(output -> need(output, isNeeded));
        List<Node> nodes = program.nodes();
        for (int id = nodes.size() - 1; id >= 0; id--) {
            Operator operator = nodes.get(id).operator();
            isNeeded[id] |= operator instanceof Operator.Graph || operator instanceof Operator.Seeds;
            if (isNeeded[id]) {
                nodes.get(id).inputs().forEach(input -> isNeeded[input] = true);
            }
        }
        Rewriting rewriting = new Rewriting(program);
        nodes.stream().filter(node -> isNeeded[node.id()]).forEach(rewriting::keep);
        return rewriting.program();
    }

    private static void need(Output output, boolean[] isNeeded) {
        if (output instanceof Output.Layer layer) {
            isNeeded[layer.matrix()] = true;
            need(layer.weights(), isNeeded);
        } else if (output instanceof Output.Walks walks) {
            isNeeded[walks.walks()] = true;
        } else if (output instanceof Output.Vertices vertices) {
            isNeeded[vertices.frontier()] = true;
            need(vertices.labels(), isNeeded);
        } else if (output instanceof Output.Places places) {
            isNeeded[places.matrix()] = true;
            isNeeded[places.nodes()] = true;
        }
    }

    private static void need(OptionalInt node, boolean[] isNeeded) {
        node.ifPresent(id -> isNeeded[id] = true);
    }
}

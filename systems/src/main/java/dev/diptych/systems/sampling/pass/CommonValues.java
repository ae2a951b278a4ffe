package dev.diptych.systems.sampling.pass;

import com.google.auto.service.AutoService;
import dev.diptych.systems.sampling.program.Node;
import dev.diptych.systems.sampling.program.Operator;
import dev.diptych.systems.sampling.program.SamplingProgram;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Computes what is asked for twice once (common subexpressions): nodes with equal operators and inputs. Two selections in the same words are two: each draws
 * at a site of its own.
 */
@AutoService(Pass.class)
public final class CommonValues implements Pass {
    private record Value(Operator operator, List<Integer> inputs) {}

    @Override
    public String name() {
        return "common-values";
    }

    @Override
    public String summary() {
        return "computes what is asked for twice once";
    }

    @Override
    public SamplingProgram apply(SamplingProgram program) {
        Rewriting rewriting = new Rewriting(program);
        Map<Value, Node> known = new HashMap<>();
        for (Node node : program.nodes()) {
            Value value = new Value(node.operator(), rewriting.inputs(node));
            Node same = known.get(value);
            if (same == null) {
                known.put(value, rewriting.keep(node));
            } else {
                rewriting.replace(node, same);
            }
        }
        return rewriting.program();
    }
}

package dev.diptych.model.op;

import java.util.ArrayList;
import java.util.List;

/** Operations for one GPU and the order among them: an acyclic graph, in topological order. */
public record Plan(String name, List<Step> steps) {
    public Plan {
        steps = List.copyOf(steps);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("plan '%s' has no steps, so nothing would tell its end".formatted(name));
        }
        for (int index = 0; index < steps.size(); index++) {
            for (int before : steps.get(index).after()) {
                if (before < 0 || before >= index) {
                    throw new IllegalArgumentException(
                            "plan '%s': step %d comes after step %d, which does not stand before it"
                                    .formatted(name, index, before));
                }
            }
        }
    }

    /** Returns the plan in which each operation follows the one before it. */
    public static Plan chain(String name, List<? extends Op> ops) {
        List<Step> steps = new ArrayList<>();
        for (Op op : ops) {
            steps.add(new Step(op, steps.isEmpty() ? List.of() : List.of(steps.size() - 1)));
        }
        return new Plan(name, steps);
    }

    /** Returns the plan whose operations know no order. */
    public static Plan parallel(String name, List<? extends Op> ops) {
        return new Plan(name, ops.stream().map(op -> new Step(op, List.of())).toList());
    }
}

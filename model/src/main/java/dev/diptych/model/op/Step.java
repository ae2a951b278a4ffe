package dev.diptych.model.op;

import java.util.List;

/**
 * An operation of a plan.
 *
 * @param after the indices of the steps that have to be done before it, all smaller than its own
 */
public record Step(Op op, List<Integer> after) {
    public Step {
        after = List.copyOf(after);
    }
}

package dev.diptych.systems.serving.workload;

import dev.diptych.model.op.Op;
import java.util.List;
import java.util.Optional;

/**
 * What jobs do in the memory of an instance.
 *
 * @param turns the operations of a job, one after the other; jobs take the lists in turn, which differ in nothing but what copies bring, so that what
 *     a job leaves behind is wrong for the next one
 * @param check of what some jobs compute
 */
public record Recipe(List<List<Op>> turns, Optional<OutputCheck> check) {
    public Recipe {
        turns = turns.stream().map(List::copyOf).toList();
        if (turns.stream().map(List::size).distinct().count() != 1) {
            throw new IllegalArgumentException("%d turns of different lengths".formatted(turns.size()));
        }
    }

    /** Returns what every job does alike, unchecked. */
    public static Recipe of(List<Op> ops) {
        return new Recipe(List.of(ops), Optional.empty());
    }
}

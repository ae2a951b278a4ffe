package dev.diptych.systems.embedding.policy;

import dev.diptych.model.InputException;
import dev.diptych.model.placement.LowerBound;
import dev.diptych.model.placement.Placement;
import dev.diptych.model.placement.PlacementProblem;
import dev.diptych.model.placement.PlacementSolver;
import dev.diptych.model.placement.Solution;
import dev.diptych.model.placement.SolveLimits;
import java.util.Optional;

/** A rule that places entries in one pass; its bound is what no placement of the problem falls below ({@link LowerBound}). */
interface StaticPolicy<S extends Record> extends PlacementSolver<S> {
    /** Returns where the rule puts the entries of a problem that it does not refuse. */
    Placement place(PlacementProblem problem, S settings);

    @Override
    default Strength strength() {
        return Strength.RULE;
    }

    @Override
    default Optional<String> refusal(PlacementProblem problem) {
        return Optional.empty();
    }

    @Override
    default Solution solve(PlacementProblem problem, SolveLimits limits, S settings) {
        refusal(problem).ifPresent(reason -> {
            throw new InputException("policy '%s': %s".formatted(name(), reason));
        });
        return Solution.of(problem, place(problem, settings), LowerBound.of(problem));
    }
}

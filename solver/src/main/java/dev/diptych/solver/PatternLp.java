package dev.diptych.solver;

import com.google.auto.service.AutoService;
import dev.diptych.model.InputException;
import dev.diptych.model.placement.LowerBound;
import dev.diptych.model.placement.Placement;
import dev.diptych.model.placement.PlacementProblem;
import dev.diptych.model.placement.PlacementSolver;
import dev.diptych.model.placement.Solution;
import dev.diptych.model.placement.SolveLimits;
import java.util.Optional;

/**
 * The optimum on any machine, by a linear program over patterns. A pattern is one fate of an entry, who stores it and where each GPU reads it;
 * the program decides which part of each level has which, and so is the convex hull of all placements of levels that can be split. Its
 * optimum is a bound on placements of whole entries and of blocks of any size, and rounding it to whole entries loses next to nothing.
 *
 * <p>There are very many patterns, of which few matter. They are found by column generation (Dantzig and Wolfe, "Decomposition principle for
 * linear programs", Operations Research 8, 1960): the program over those that are known gives prices of times and rooms; at these prices, the
 * cheapest pattern of each level is found by trying all subsets of the GPUs ({@link Pricing}) and becomes known. The sum of the cheapest costs is
 * also a bound, evaluated here for whatever prices the program gives, so that nothing has to be believed of its solver. Prices
 * halfway to those of the best bound so far are tried too, which settles them sooner (Wentges, "Weighted Dantzig-Wolfe decomposition for linear
 * mixed-integer programming", 1997).
 */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(PlacementSolver.class)
public final class PatternLp implements PlacementSolver<PatternLp.Settings> {
    /**
     * What is solved.
     *
     * @param tieBreak whether, of placements with about the shortest time, one is looked for that reads least from the host and, with a thousandth
     *     of the weight, from peers
     * @param sharedHost whether entries that one GPU reads from the host are stored by none, as in UGache's model
     */
    public record Settings(boolean tieBreak, boolean sharedHost) {}

    /** All subsets of the GPUs are tried for each level. */
    private static final int MOST_GPUS = 16;

    @Override
    public String name() {
        return "pattern-lp";
    }

    @Override
    public String summary() {
        return "the optimum on any machine, by a linear program over storage patterns";
    }

    @Override
    public Settings defaults() {
        return new Settings(true, false);
    }

    @Override
    public Strength strength() {
        return Strength.LINEAR_PROGRAM;
    }

    @Override
    public Optional<String> refusal(PlacementProblem problem) {
        return problem.gpus() <= MOST_GPUS
                ? Optional.empty()
                : Optional.of("%d GPUs have too many subsets; at most %d".formatted(problem.gpus(), MOST_GPUS));
    }

    @Override
    public Solution solve(PlacementProblem problem, SolveLimits limits, Settings settings) {
        refusal(problem).ifPresent(reason -> {
            throw new InputException("policy '%s': %s".formatted(name(), reason));
        });
        try (Generation generation = new Generation(problem, limits, settings.sharedHost)) {
            generation.run();
            double bound = generation.bound() + problem.costs().fixed();
            Placement placement = generation.rounded();
            double objective = placement.outcome(problem).objective();
            if (settings.tieBreak && generation.breakTies()) {
                Placement other = generation.rounded();
                double withoutTies = other.outcome(problem).objective();
                // Of ties only what rounding leaves of them.
                if (withoutTies <= objective * (1 + generation.tolerance())) {
                    placement = other;
                    objective = withoutTies;
                }
            }
            return new Solution(placement, objective, Math.max(bound, LowerBound.of(problem)));
        }
    }
}

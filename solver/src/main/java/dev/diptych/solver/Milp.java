package dev.diptych.solver;

import com.google.auto.service.AutoService;
import dev.diptych.model.InputException;
import dev.diptych.model.placement.LowerBound;
import dev.diptych.model.placement.Placement;
import dev.diptych.model.placement.PlacementProblem;
import dev.diptych.model.placement.PlacementSolver;
import dev.diptych.model.placement.Solution;
import dev.diptych.model.placement.SolveLimits;
import java.util.List;
import java.util.Optional;

/**
 * UGache's mixed-integer program on blocks of entries, solved by SCIP: either literally, with a yes or no for each block, GPU and way ({@link
 * BlockProgram}), or with whole numbers of equal blocks for each storage pattern ({@link CountProgram}), of which there are far fewer.
 *
 * <p>Both start from the solution of {@link PatternLp} with UGache's restriction on host reads, in blocks. Its bound holds for blocks of any
 * size; the bound reported is that one, or SCIP's own where it is larger, which holds for these blocks alone.
 */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(PlacementSolver.class)
public final class Milp implements PlacementSolver<Milp.Settings> {
    /**
     * How levels become blocks.
     *
     * @param merged whether equal blocks are counted instead of decided upon one by one
     * @param grain the table's entries divided by the most of a block, where levels are cut; UGache has 1000
     * @param patternsPerLevel of a level, the storage patterns that are considered when blocks are counted: those of least reduced cost
     */
    public record Settings(boolean merged, int grain, int patternsPerLevel) {
        public Settings {
            if (grain < 1 || patternsPerLevel < 1) {
                throw new IllegalArgumentException("grain is %d and patternsPerLevel %d; both should be at least 1"
                        .formatted(grain, patternsPerLevel));
            }
        }
    }

    /** Blocks are worth their binaries up to here: what the solver can hold in memory. */
    private static final int MOST_BLOCKS = 20_000;

    private static final int MOST_GPUS = 10;

    @Override
    public String name() {
        return "milp";
    }

    @Override
    public String summary() {
        return "UGache's mixed-integer program on blocks of entries, by SCIP";
    }

    @Override
    public Settings defaults() {
        return new Settings(true, 1000, 12);
    }

    @Override
    public Strength strength() {
        return Strength.INTEGER_PROGRAM;
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
        List<Blocks.Slices> slices = Blocks.of(problem, settings.grain);
        int blocks = slices.stream().mapToInt(Blocks.Slices::count).sum();
        if (!settings.merged && blocks > MOST_BLOCKS) {
            throw new InputException("policy '%s': %d blocks are too many to decide upon one by one; at most %d: raise"
                            .formatted(name(), blocks, MOST_BLOCKS)
                    + " the entries of a block (a smaller grain), or count them (merged=true)");
        }
        try (Generation generation = new Generation(problem, limits, true)) {
            generation.run();
            double bound = Math.max(generation.bound() + problem.costs().fixed(), LowerBound.of(problem));
            BlockPlacement start = BlockPlacement.near(problem, slices, generation.rounded(), generation.pricing());
            Solution first = Solution.of(problem, start.placement(problem.gpus()), bound);
            if (first.gap() <= limits.gap()) {
                return first;
            }
            return settings.merged
                    ? counted(problem, limits, settings, generation, slices, start, first)
                    : decided(problem, limits, generation, start, first);
        }
    }

    private static Solution decided(
            PlacementProblem problem, SolveLimits limits, Generation generation, BlockPlacement start, Solution first) {
        double fixed = problem.costs().fixed();
        BlockProgram program = new BlockProgram(problem, generation.rows(), start, time(problem, first));
        BlockProgram.Answer answer = program.solve(generation.left(limits));
        Placement placement = answer.placement() == null
                ? first.placement()
                : answer.placement().placement(problem.gpus());
        return better(problem, first, placement, answer.bound() + fixed);
    }

    private static Solution counted(
            PlacementProblem problem,
            SolveLimits limits,
            Settings settings,
            Generation generation,
            List<Blocks.Slices> slices,
            BlockPlacement start,
            Solution first) {
        CountProgram program =
                new CountProgram(problem, generation, slices, settings.patternsPerLevel, start, time(problem, first));
        return better(problem, first, program.solve(generation.left(limits)).orElse(first.placement()), 0);
    }

    /** Returns the longest time of a solution, without what is fixed and what moving rows costs. */
    private static double time(PlacementProblem problem, Solution solution) {
        double moved = solution.placement().outcome(problem).movedRows();
        return solution.objective() - problem.costs().fixed() - problem.moveCost() * moved;
    }

    private static Solution better(PlacementProblem problem, Solution first, Placement other, double otherBound) {
        double objective = other.outcome(problem).objective();
        Placement best = objective < first.objective() ? other : first.placement();
        double least = Math.min(objective, first.objective());
        return new Solution(best, least, Math.min(least, Math.max(first.bound(), otherBound)));
    }
}

package dev.diptych.systems.embedding.policy;

import com.google.auto.service.AutoService;
import dev.diptych.model.InputException;
import dev.diptych.model.placement.LowerBound;
import dev.diptych.model.placement.Placement;
import dev.diptych.model.placement.PlacementProblem;
import dev.diptych.model.placement.PlacementSolver;
import dev.diptych.model.placement.Solution;
import dev.diptych.model.placement.SolveLimits;
import dev.diptych.model.plugin.Plugin;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The optimum where all GPUs are alike and reach each other.
 *
 * <p>The problem does not change when GPUs are renumbered, and the longest of several linear times is convex: so the mean of a fractional
 * optimum over all ways to number the GPUs is an optimum too, and balanced. An entry that {@code k} of {@code G} GPUs store then takes {@code k
 * / G} of a place on each, is read at home with probability {@code k / G} and otherwise evenly from peers: linear in {@code k}, so {@code k =
 * 1} and {@code k = G} mixed do the same. Whatever the multipliers of the times are, the cost of replicating, dealing out, or leaving an entry to
 * the host is linear in its reads, and what takes more room has the smaller slope: the hottest entries are replicated, warm ones dealt out,
 * cold ones left to the host.
 *
 * <p>What remains are two numbers, the reads of entries replicated, {@code a}, and of entries replicated or dealt out, {@code q}. Times are linear
 * in them ({@link SymmetricFlows}), and the room that they take, {@code (1 - 1/G) E(a) + E(q) / G} with the convex {@code E} of {@link Ranks},
 * is convex. So the shortest time for a given {@code q} is a convex function of {@code q}: golden sections find its minimum.
 *
 * <p>The bound is the optimum of a linear program in {@code a}, {@code q} and the time that only knows the room's tangents near the solution, which
 * is a relaxation wherever they were taken ({@link RoomRelaxation}).
 *
 * <p>Often many placements have the shortest time, when it is the floor of what is always read from the host. Of these, the one is taken that
 * reads least from the host, and of those, the one that reads least from peers.
 */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(PlacementSolver.class)
public final class Symmetric implements PlacementSolver<Plugin.None> {
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;
    /** Each takes a third off, down to the last bit of a double; halving takes fewer. */
    private static final int SEARCH_STEPS = 80;
    /** Times that differ by less are equal when the least reads are looked for. */
    private static final double SAME_TIME = 1e-12;
    /** No other way to round is tried for less. */
    private static final double SAME_ROUNDED_TIME = 1e-5;

    @Override
    public String name() {
        return "symmetric";
    }

    @Override
    public String summary() {
        return "the optimum where all GPUs are alike and reach each other";
    }

    @Override
    public None defaults() {
        return new None();
    }

    @Override
    public Strength strength() {
        return Strength.CLOSED_FORM;
    }

    @Override
    public Optional<String> refusal(PlacementProblem problem) {
        return SymmetricFlows.asymmetry(problem);
    }

    @Override
    public Solution solve(PlacementProblem problem, SolveLimits limits, None settings) {
        refusal(problem).ifPresent(reason -> {
            throw new InputException("policy '%s': %s; pattern-lp solves such problems".formatted(name(), reason));
        });
        Ranks ranks = new Ranks(problem);
        if (ranks.reads() == 0) {
            return Solution.of(problem, new RankedEntries(problem).rest(), LowerBound.of(problem));
        }
        SymmetricFlows flows = SymmetricFlows.of(problem);
        Room room = new Room(ranks, problem.gpus(), problem.capacityRows().get(0));
        double covered = shortest(flows, room);
        double replicated = flows.bestReplicated(room.mostReplicated(covered), covered);
        double bound = RoomRelaxation.shortest(flows, room, replicated, covered)
                + problem.costs().fixed();
        double time = flows.at(replicated, covered) * (1 + SAME_TIME);
        covered = mostCovered(flows, room, covered, time);
        replicated = mostReplicated(flows, room, covered, time);
        return rounded(problem, ranks.entriesFor(replicated), ranks.entriesFor(covered), bound);
    }

    /** The room of all GPUs together, divided by their number. */
    record Room(Ranks ranks, int gpus, double rows) {
        /** Returns the most reads that can be covered. */
        double mostCovered() {
            return ranks.readsOf(rows * gpus);
        }

        /** Returns the most reads that can be replicated when so many are covered. */
        double mostReplicated(double covered) {
            if (gpus == 1) {
                return covered;
            }
            double left = rows - ranks.entriesFor(covered) / gpus;
            return Math.min(covered, ranks.readsOf(left / (1 - 1.0 / gpus)));
        }
    }

    /** Golden sections: each looks at one more point. */
    private static double shortest(SymmetricFlows flows, Room room) {
        double low = 0;
        double high = room.mostCovered();
        double one = high - GOLDEN * (high - low);
        double other = low + GOLDEN * (high - low);
        double atOne = shortest(flows, room, one);
        double atOther = shortest(flows, room, other);
        for (int step = 0; step < SEARCH_STEPS; step++) {
            if (atOne <= atOther) {
                high = other;
                other = one;
                atOther = atOne;
                one = high - GOLDEN * (high - low);
                atOne = shortest(flows, room, one);
            } else {
                low = one;
                one = other;
                atOne = atOther;
                other = low + GOLDEN * (high - low);
                atOther = shortest(flows, room, other);
            }
        }
        // Where the minimum is at an end, the search comes near but not there.
        double inside = atOne <= atOther ? one : other;
        double end = room.mostCovered();
        return shortest(flows, room, end) <= Math.min(atOne, atOther) ? end : inside;
    }

    private static double shortest(SymmetricFlows flows, Room room, double covered) {
        double most = room.mostReplicated(covered);
        return flows.at(flows.bestReplicated(most, covered), covered);
    }

    /** Returns the most reads that can be covered in a time, from a covered mass on that keeps it. */
    private static double mostCovered(SymmetricFlows flows, Room room, double covered, double time) {
        double low = covered;
        double high = room.mostCovered();
        if (shortest(flows, room, high) <= time) {
            return high;
        }
        for (int step = 0; step < SEARCH_STEPS; step++) {
            double middle = low + (high - low) / 2;
            if (shortest(flows, room, middle) <= time) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Returns the most reads that can be replicated in a time. */
    private static double mostReplicated(SymmetricFlows flows, Room room, double covered, double time) {
        double most = room.mostReplicated(covered);
        for (SymmetricFlows.Line line : flows.lines()) {
            if (line.ofReplicated() > 0) {
                most = Math.min(most, (time - line.at(0, covered)) / line.ofReplicated());
            }
        }
        return Math.max(most, flows.bestReplicated(room.mostReplicated(covered), covered));
    }

    /** Returns the best of the placements of whole entries around a fractional one, or the first that is good enough. */
    private static Solution rounded(PlacementProblem problem, double replicated, double covered, double bound) {
        Placement best = whole(problem, (long) replicated, (long) covered);
        double shortest = best.outcome(problem).objective();
        for (int up = 1; up < 4 && shortest > bound * (1 + SAME_ROUNDED_TIME); up++) {
            Placement other = whole(problem, (long) replicated + (up & 1), (long) covered + (up >> 1));
            double objective = other.outcome(problem).objective();
            if (objective < shortest) {
                best = other;
                shortest = objective;
            }
        }
        return new Solution(best, shortest, Math.min(shortest, bound));
    }

    /** Returns the placement that replicates so many entries, or as many as there is room for, and then covers as many as it can up to so many. */
    private static Placement whole(PlacementProblem problem, long replicated, long covered) {
        int gpus = problem.gpus();
        long room = problem.capacityRows().get(0);
        long everywhere = Math.min(room, replicated);
        long free = Math.min(room - everywhere, problem.entries());
        long dealt = Math.min(Math.multiplyExact(free, gpus), Math.max(0, covered - everywhere));
        RankedEntries entries = new RankedEntries(problem);
        entries.replicate(everywhere, (1L << gpus) - 1);
        entries.deal(dealt, IntStream.range(0, gpus).toArray());
        return entries.rest();
    }
}

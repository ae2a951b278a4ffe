package dev.diptych.systems.embedding.refresh;

import dev.diptych.model.hw.Platform;
import dev.diptych.model.placement.KindLevels;
import dev.diptych.model.placement.Placement;
import dev.diptych.model.placement.PlacementProblem;
import dev.diptych.model.placement.PlacementSolver;
import dev.diptych.model.placement.Solution;
import dev.diptych.model.placement.SolveLimits;
import dev.diptych.model.placement.cost.CalibratedCosts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What entries' fates are worth for given counts, and which would be best: a placement solver's answers, entry by entry. */
final class Planner {
    private final Platform platform;
    private final long rowBytes;
    private final List<Long> capacityRows;
    private final PlacementSolver<?> solver;
    private final CalibratedCosts costs = new CalibratedCosts();
    private final CalibratedCosts.Settings batch;
    private final Fates fates;

    /**
     * One for a machine.
     *
     * @param capacityRows of each GPU: how many entries it may store
     * @param keysPerGpu what each GPU reads in a batch
     */
    Planner(
            Platform platform,
            long rowBytes,
            List<Long> capacityRows,
            long keysPerGpu,
            PlacementSolver<?> solver,
            Fates fates) {
        this.platform = platform;
        this.rowBytes = rowBytes;
        this.capacityRows = List.copyOf(capacityRows);
        this.solver = solver;
        this.fates = fates;
        CalibratedCosts.Settings given = costs.defaults();
        this.batch = new CalibratedCosts.Settings(
                keysPerGpu,
                given.unseen(),
                given.distinct(),
                given.trunks(),
                given.memories(),
                given.indexMicros(),
                given.localOverheadMicros(),
                given.peerOverheadMicros(),
                given.hostOverheadMicros());
    }

    /** A plan: the fate of each entry, and what was expected of it. */
    @SuppressWarnings("ArrayRecordComponent") // A table may have many millions of entries.
    record Plan(int[] fateOfEntry, double seconds) {}

    /** Returns the fates that entries have. */
    int[] fates(Residency residency) {
        int[] all = new int[residency.entries()];
        for (int entry = 0; entry < all.length; entry++) {
            all[entry] = fates.of(residency.code(entry));
        }
        return all;
    }

    /** Returns how many seconds a batch takes with given fates, as far as counts tell. */
    double seconds(EntryCounts counts, int[] fateOfEntry) {
        KindLevels levels = levels(counts, fateOfEntry);
        List<Placement.EntryClass> classes = new ArrayList<>();
        for (int level = 0; level < levels.kinds().size(); level++) {
            long entries = levels.hotness().levels().get(level).entries();
            classes.add(fates.entryClass(level, entries, levels.kinds().get(level)));
        }
        return new Placement(capacityRows.size(), classes)
                .outcome(problem(levels, unlimited(), 0))
                .objective();
    }

    /** Returns how many seconds it takes to bring one row over from the host, which is what a move costs. */
    double moveSeconds(EntryCounts counts, int[] fateOfEntry) {
        return problem(levels(counts, fateOfEntry), capacityRows, 0)
                .costs()
                .gpus()
                .get(0)
                .hostCost();
    }

    /** Returns the shortest time that any fates achieve. */
    double optimum(EntryCounts counts) {
        return solve(problem(levels(counts, new int[counts.counts().length]), capacityRows, 0), solver)
                .objective();
    }

    /**
     * Returns the best fates, where bringing a row to a GPU has a price, if the solver knows prices.
     *
     * <p>The solver says of each level, entries that are read alike and lie alike, how many should have which fate. Within a slot of counts, entries
     * keep the fate that they have as long as that many should have it; the others go where least has to be moved.
     *
     * @param moveCost what the objective rises by for each row moved, in seconds a batch
     */
    Plan plan(EntryCounts counts, int[] fateNow, double moveCost) {
        KindLevels levels = levels(counts, fateNow);
        PlacementProblem problem = problem(levels, capacityRows, moveCost);
        if (solver.refusal(problem).isPresent()) {
            problem = problem(levels, capacityRows, 0);
        }
        Solution solution = solve(problem, solver);
        Map<Integer, Map<Integer, Long>> wanted = new LinkedHashMap<>();
        for (Placement.EntryClass one : solution.placement().classes()) {
            wanted.computeIfAbsent(levels.slots().get(one.level()), unused -> new LinkedHashMap<>())
                    .merge(fates.of(one), one.entries(), Long::sum);
        }
        return new Plan(assign(levels, fateNow, wanted), solution.objective());
    }

    private int[] assign(KindLevels levels, int[] fateNow, Map<Integer, Map<Integer, Long>> wanted) {
        int[] assigned = new int[fateNow.length];
        List<Integer> homeless = new ArrayList<>();
        for (int entry = 0; entry < assigned.length; entry++) {
            Map<Integer, Long> ofSlot = wanted(levels, wanted, entry);
            if (!take(ofSlot, fateNow[entry])) {
                homeless.add(entry);
            } else {
                assigned[entry] = fateNow[entry];
            }
        }
        // First those for whom some fate costs no move, then those that have to move.
        for (boolean mayMove : new boolean[] {false, true}) {
            List<Integer> left = new ArrayList<>();
            for (int entry : homeless) {
                Map<Integer, Long> ofSlot = wanted(levels, wanted, entry);
                int fate = nearest(ofSlot, fateNow[entry], mayMove);
                if (fate >= 0 && take(ofSlot, fate)) {
                    assigned[entry] = fate;
                } else {
                    left.add(entry);
                }
            }
            homeless = left;
        }
        return assigned;
    }

    private static Map<Integer, Long> wanted(KindLevels levels, Map<Integer, Map<Integer, Long>> wanted, int entry) {
        return java.util.Objects.requireNonNull(wanted.get(levels.slots().get(levels.levelOfEntry()[entry])));
    }

    private static boolean take(Map<Integer, Long> ofSlot, int fate) {
        long left = ofSlot.getOrDefault(fate, 0L);
        if (left > 0) {
            ofSlot.put(fate, left - 1);
        }
        return left > 0;
    }

    /** Returns the fate that is left and stores least where the present one does not, then most where it does; -1 if there is none. */
    private int nearest(Map<Integer, Long> ofSlot, int fateNow, boolean mayMove) {
        long stored = fates.storedBy(fateNow);
        int best = -1;
        int fewest = Integer.MAX_VALUE;
        for (Map.Entry<Integer, Long> some : ofSlot.entrySet()) {
            long there = fates.storedBy(some.getKey());
            int moves = Long.bitCount(there & ~stored);
            int cost = moves * Long.SIZE + Long.bitCount(stored & ~there);
            if (some.getValue() > 0 && (mayMove || moves == 0) && cost < fewest) {
                best = some.getKey();
                fewest = cost;
            }
        }
        return best;
    }

    private KindLevels levels(EntryCounts counts, int[] fateOfEntry) {
        return KindLevels.of("recorded", counts.counts(), fateOfEntry, counts.singletons());
    }

    private PlacementProblem problem(KindLevels levels, List<Long> rows, double moveCost) {
        PlacementProblem plain = costs.problem(platform, levels.hotness(), rowBytes, capacityRows, batch);
        List<PlacementProblem.Level> stored = new ArrayList<>();
        for (int level = 0; level < plain.levels().size(); level++) {
            PlacementProblem.Level one = plain.levels().get(level);
            int fate = levels.kinds().get(level);
            stored.add(new PlacementProblem.Level(
                    one.entries(), one.reads(), fate < fates.count() ? fates.storedBy(fate) : 0));
        }
        return new PlacementProblem(plain.unit(), stored, plain.hostReads(), plain.costs(), rows, moveCost);
    }

    /** Between two placements, GPUs may store more than a placement may. */
    private List<Long> unlimited() {
        return capacityRows.stream().map(unused -> Long.MAX_VALUE).toList();
    }

    private static <S extends Record> Solution solve(PlacementProblem problem, PlacementSolver<S> solver) {
        return solver.solve(problem, SolveLimits.DEFAULT, solver.defaults());
    }
}

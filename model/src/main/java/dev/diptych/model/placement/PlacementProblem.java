package dev.diptych.model.placement;

import dev.diptych.model.InputException;
import dev.diptych.model.hw.Gpu;
import java.util.ArrayList;
import java.util.List;

/**
 * Where to store the entries of a table, and from where each GPU reads them, so that the slowest of all times is short.
 *
 * @param unit of times
 * @param levels entries of which all are alike, in the order of the {@link Hotness}' levels
 * @param hostReads of each GPU: rows that it reads from the host wherever entries lie
 * @param capacityRows of each GPU: how many entries it may store
 * @param moveCost what the objective rises by for each row that a GPU stores and did not store before
 */
public record PlacementProblem(
        String unit,
        List<Level> levels,
        List<Double> hostReads,
        ReadCosts costs,
        List<Long> capacityRows,
        double moveCost) {
    /**
     * Entries that are read alike.
     *
     * @param reads of each GPU: how often a batch reads one of them, in the cost model's unit of rows
     * @param storedBy bit {@code j} says whether GPU {@code j} stores them now; 0 for a cache that is empty
     */
    public record Level(long entries, List<Double> reads, long storedBy) {
        public Level {
            reads = List.copyOf(reads);
            for (double count : reads) {
                checkReads(count);
            }
            if (entries < 1) {
                throw new IllegalArgumentException("a level has %d entries; at least 1 is needed".formatted(entries));
            }
        }

        /** Entries that no GPU stores yet. */
        public Level(long entries, List<Double> reads) {
            this(entries, reads, 0);
        }
    }

    public PlacementProblem {
        levels = List.copyOf(levels);
        hostReads = List.copyOf(hostReads);
        capacityRows = List.copyOf(capacityRows);
        int gpus = costs.gpus().size();
        if (hostReads.size() != gpus || capacityRows.size() != gpus) {
            throw new InputException("a placement over %d GPUs has capacities of %d and host reads of %d"
                    .formatted(gpus, capacityRows.size(), hostReads.size()));
        }
        hostReads.forEach(PlacementProblem::checkReads);
        checkReads(moveCost);
        for (int gpu = 0; gpu < gpus; gpu++) {
            if (capacityRows.get(gpu) < 0) {
                throw new InputException("%s: a capacity of %d rows: should be 0 or more"
                        .formatted(new Gpu(gpu), capacityRows.get(gpu)));
            }
        }
        long all = 0;
        for (Level level : levels) {
            if (level.reads().size() != gpus) {
                throw new InputException("a placement over %d GPUs has a level with reads of %d"
                        .formatted(gpus, level.reads().size()));
            }
            if (level.storedBy() >>> gpus != 0) {
                throw new InputException("a level is stored by a GPU beyond the %d that there are".formatted(gpus));
            }
            all += level.entries();
            if (all < 0) {
                throw new InputException("a table has more entries than 63 bits can count");
            }
        }
    }

    /** A problem for caches that are empty. */
    public PlacementProblem(
            String unit, List<Level> levels, List<Double> hostReads, ReadCosts costs, List<Long> capacityRows) {
        this(unit, levels, hostReads, costs, capacityRows, 0);
    }

    /**
     * Returns the problem of changing a placement of these levels: its levels are the placement's classes, stored where they are.
     *
     * @param rowMoveCost what the objective rises by for each row that a GPU stores and did not store before
     * @throws InputException when the placement has other entries
     */
    public PlacementProblem changing(Placement before, double rowMoveCost) {
        before.check(this);
        List<Level> classes = new ArrayList<>();
        for (Placement.EntryClass one : before.classes()) {
            classes.add(new Level(one.entries(), levels.get(one.level()).reads(), one.storedBy()));
        }
        return new PlacementProblem(unit, classes, hostReads, costs, capacityRows, rowMoveCost);
    }

    /** Returns how many GPUs there are. */
    public int gpus() {
        return capacityRows.size();
    }

    /** Returns how many entries the table has. */
    public long entries() {
        return levels.stream().mapToLong(Level::entries).sum();
    }

    /** Returns the levels' indices, those that a GPU reads most first; on equal reads the lower index. */
    public List<Integer> hottestFirst(int gpu) {
        List<Integer> order = new ArrayList<>();
        for (int level = 0; level < levels.size(); level++) {
            order.add(level);
        }
        order.sort(java.util.Comparator.comparingDouble(
                        (Integer level) -> -levels.get(level).reads().get(gpu))
                .thenComparingInt(level -> level));
        return order;
    }

    /** Returns the levels' indices, those that all GPUs together read most first; on equal reads the lower index. */
    public List<Integer> hottestFirst() {
        double[] sums = levels.stream()
                .mapToDouble(level ->
                        level.reads().stream().mapToDouble(Double::doubleValue).sum())
                .toArray();
        List<Integer> order = new ArrayList<>();
        for (int level = 0; level < sums.length; level++) {
            order.add(level);
        }
        order.sort(java.util.Comparator.comparingDouble((Integer level) -> -sums[level])
                .thenComparingInt(level -> level));
        return order;
    }

    private static void checkReads(double count) {
        if (!(count >= 0 && count < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("reads are not negative and finite, but were " + count);
        }
    }
}

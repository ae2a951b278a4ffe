package dev.diptych.solver;

import dev.diptych.model.placement.PlacementProblem;
import java.util.ArrayList;
import java.util.List;

/**
 * Levels cut into blocks as UGache cuts them ({@code BuildSingleStream}): walking from hot to cold, until all GPUs together have no room for more,
 * each level becomes as many blocks as keep them below a grain and every GPU can have one; each level after that is one block.
 */
final class Blocks {
    private Blocks() {}

    /**
     * Blocks of a level that are equally large.
     *
     * @param count how many
     * @param entries of each
     */
    record Slices(int level, int count, long entries) {}

    /** @param grain the table's entries divided by the most that a block has, where levels are cut */
    static List<Slices> of(PlacementProblem problem, int grain) {
        List<Slices> slices = new ArrayList<>();
        int gpus = problem.gpus();
        long room = 0;
        for (long rows : problem.capacityRows()) {
            room += Math.min(rows, problem.entries());
        }
        long before = 0;
        for (int level : problem.hottestFirst()) {
            long entries = problem.levels().get(level).entries();
            long count = 1;
            if (before < room) {
                long most = Math.max(1, Math.min(problem.entries() / grain, ceilDiv(entries, gpus)));
                count = Math.min(entries, gpus * ceilDiv(ceilDiv(entries, most), gpus));
            }
            before += entries;
            int larger = (int) (entries % count);
            add(slices, level, larger, entries / count + 1);
            add(slices, level, (int) count - larger, entries / count);
        }
        return slices;
    }

    private static void add(List<Slices> slices, int level, int count, long entries) {
        if (count > 0) {
            slices.add(new Slices(level, count, entries));
        }
    }

    private static long ceilDiv(long dividend, long divisor) {
        return (dividend + divisor - 1) / divisor;
    }
}

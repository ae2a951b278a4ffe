package dev.diptych.systems.embedding.policy;

import dev.diptych.model.placement.PlacementProblem;
import java.util.ArrayList;
import java.util.List;

/**
 * How many reads the hottest entries have, and how many entries it takes for so many reads: two functions, each the other's inverse, linear
 * from level to level. The second is convex.
 */
final class Ranks {
    /** Entries and reads of all levels up to each; entry 0 is before the first. */
    private final double[] entries;

    private final double[] reads;

    Ranks(PlacementProblem problem) {
        List<double[]> sums = new ArrayList<>();
        sums.add(new double[2]);
        for (int index : problem.hottestFirst(0)) {
            PlacementProblem.Level level = problem.levels().get(index);
            double perEntry = level.reads().get(0);
            if (perEntry > 0) {
                double[] last = sums.get(sums.size() - 1);
                sums.add(new double[] {last[0] + level.entries(), last[1] + level.entries() * perEntry});
            }
        }
        entries = sums.stream().mapToDouble(sum -> sum[0]).toArray();
        reads = sums.stream().mapToDouble(sum -> sum[1]).toArray();
    }

    /** Returns all reads. */
    double reads() {
        return reads[reads.length - 1];
    }

    /** Returns the reads of the hottest {@code count} entries. */
    double readsOf(double count) {
        return count >= entries[entries.length - 1] ? reads() : interpolate(entries, reads, Math.max(0, count));
    }

    /** Returns how many of the hottest entries have so many reads. */
    double entriesFor(double mass) {
        return mass >= reads() ? entries[entries.length - 1] : interpolate(reads, entries, Math.max(0, mass));
    }

    /**
     * Returns straight lines {@code {intercept, slope}} that nowhere exceed {@link #entriesFor}, and meet it around a mass: those of its level and
     * of its neighbours.
     */
    List<double[]> linesBelow(double mass) {
        int last = reads.length - 2;
        int level = Math.min(last, position(reads, mass));
        List<double[]> lines = new ArrayList<>();
        for (int near = Math.max(0, level - 1); near <= Math.min(last, level + 1); near++) {
            double slope = (entries[near + 1] - entries[near]) / (reads[near + 1] - reads[near]);
            lines.add(new double[] {entries[near] - slope * reads[near], slope});
        }
        return lines;
    }

    private static double interpolate(double[] from, double[] to, double at) {
        int i = position(from, at);
        return to[i] + (to[i + 1] - to[i]) * ((at - from[i]) / (from[i + 1] - from[i]));
    }

    private static int position(double[] from, double at) {
        int found = java.util.Arrays.binarySearch(from, at);
        return Math.max(0, found >= 0 ? found : -found - 2);
    }
}

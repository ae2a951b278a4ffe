package dev.diptych.solver;

import dev.diptych.model.placement.Placement;
import dev.diptych.model.placement.PlacementProblem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parts of levels to whole entries: every part gets its whole ones, those with the largest remainders one more. Where a GPU then has a few
 * rows too many, the coldest leave it. A solution of the {@link Master} has about as many parts as it has rows, so hardly anything is lost
 * unless levels have few entries.
 */
final class Rounding {
    private final PlacementProblem problem;
    private final Pricing pricing;
    private final Map<Pattern, Long> entries = new LinkedHashMap<>();

    /** @param pricing at prices that say where GPUs should read when an owner drops out */
    private Rounding(PlacementProblem problem, Pricing pricing) {
        this.problem = problem;
        this.pricing = pricing;
    }

    /**
     * Returns a placement of whole entries.
     *
     * @param solution which part of its level has each pattern, or evenly its images
     */
    static Placement of(PlacementProblem problem, Pricing pricing, Map<Pattern, Double> solution, List<int[]> images) {
        Rounding rounding = new Rounding(problem, pricing);
        rounding.round(solution, images);
        for (int gpu = 0; gpu < problem.gpus(); gpu++) {
            rounding.evict(gpu);
        }
        List<Placement.EntryClass> classes = new ArrayList<>();
        rounding.entries.entrySet().stream()
                .sorted(Comparator.comparingInt(entry -> entry.getKey().level()))
                .forEach(entry -> classes.add(new Placement.EntryClass(
                        entry.getKey().level(),
                        entry.getValue(),
                        entry.getKey().storedBy(),
                        TimeRows.places(entry.getKey().sources()))));
        return new Placement(problem.gpus(), classes);
    }

    private void round(Map<Pattern, Double> solution, List<int[]> images) {
        List<Map<Pattern, Double>> levels = new ArrayList<>();
        problem.levels().forEach(level -> levels.add(new LinkedHashMap<>()));
        solution.forEach((pattern, part) -> {
            for (int[] image : images) {
                levels.get(pattern.level()).merge(pattern.renumbered(image), part / images.size(), Double::sum);
            }
        });
        for (int level = 0; level < levels.size(); level++) {
            round(levels.get(level), problem.levels().get(level).entries());
        }
    }

    private void round(Map<Pattern, Double> parts, long all) {
        double sum = parts.values().stream().mapToDouble(Double::doubleValue).sum();
        Map<Pattern, Double> remainders = new LinkedHashMap<>();
        long left = all;
        for (Map.Entry<Pattern, Double> part : parts.entrySet()) {
            double exact = part.getValue() / sum * all;
            long whole = Math.min(left, (long) exact);
            left -= whole;
            entries.put(part.getKey(), whole);
            remainders.put(part.getKey(), exact - whole);
        }
        List<Pattern> byRemainder = remainders.entrySet().stream()
                .sorted(Comparator.comparingDouble((Map.Entry<Pattern, Double> entry) -> -entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        for (int next = 0; left > 0; next = (next + 1) % byRemainder.size()) {
            entries.merge(byRemainder.get(next), 1L, Long::sum);
            left--;
        }
        entries.values().removeIf(count -> count == 0);
    }

    /** Takes from a GPU what it has no room for, the entries that are read least first. */
    private void evict(int gpu) {
        long excess = -problem.capacityRows().get(gpu);
        for (Map.Entry<Pattern, Long> entry : entries.entrySet()) {
            excess += entry.getKey().isStoredBy(gpu) ? entry.getValue() : 0;
        }
        List<Pattern> coldest = entries.keySet().stream()
                .filter(pattern -> pattern.isStoredBy(gpu))
                .sorted(Comparator.comparingDouble(this::reads).thenComparing(Comparator.comparingInt(Pattern::level)))
                .toList();
        for (Pattern pattern : coldest) {
            if (excess <= 0) {
                break;
            }
            long some = Math.min(excess, entries.getOrDefault(pattern, 0L));
            entries.merge(pattern, -some, Long::sum);
            entries.remove(pattern, 0L);
            entries.merge(without(pattern, gpu), some, Long::sum);
            excess -= some;
        }
    }

    private double reads(Pattern pattern) {
        return problem.levels().get(pattern.level()).reads().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
    }

    private Pattern without(Pattern pattern, int gpu) {
        return pricing.pattern(pattern.level(), (int) (pattern.storedBy() & ~(1L << gpu)));
    }
}

package dev.diptych.solver;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.placement.Placement;
import dev.diptych.model.placement.PlacementProblem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whole blocks and their patterns, in the order of their slices. */
record BlockPlacement(List<Block> blocks) {
    /** A block and its fate. */
    record Block(long entries, Pattern pattern) {}

    BlockPlacement {
        blocks = List.copyOf(blocks);
    }

    /**
     * Returns the blocks that come nearest to a placement of entries: each has the fate of the entry in its middle. Where a GPU then has too many,
     * the coldest leave it.
     */
    static BlockPlacement near(
            PlacementProblem problem, List<Blocks.Slices> slices, Placement placement, Pricing pricing) {
        List<Block> blocks = new ArrayList<>();
        Map<Integer, Long> passed = new LinkedHashMap<>();
        for (Blocks.Slices some : slices) {
            for (int block = 0; block < some.count(); block++) {
                long begin = passed.merge(some.level(), some.entries(), Long::sum) - some.entries();
                blocks.add(new Block(some.entries(), at(placement, some.level(), begin + some.entries() / 2)));
            }
        }
        for (int gpu = 0; gpu < problem.gpus(); gpu++) {
            evict(problem, blocks, pricing, gpu);
        }
        return new BlockPlacement(blocks);
    }

    private static Pattern at(Placement placement, int level, long entry) {
        long left = entry;
        for (Placement.EntryClass one : placement.classes()) {
            if (one.level() == level) {
                left -= one.entries();
                if (left < 0) {
                    int[] sources = one.sources().stream()
                            .mapToInt(source -> source instanceof Gpu gpu ? gpu.index() : placement.gpus())
                            .toArray();
                    return new Pattern(level, one.storedBy(), sources);
                }
            }
        }
        throw new IllegalStateException("level %d has no entry %d".formatted(level, entry));
    }

    private static void evict(PlacementProblem problem, List<Block> blocks, Pricing pricing, int gpu) {
        long excess = -problem.capacityRows().get(gpu);
        List<Integer> coldest = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            if (blocks.get(i).pattern.isStoredBy(gpu)) {
                excess += blocks.get(i).entries;
                coldest.add(i);
            }
        }
        coldest.sort(Comparator.comparingDouble(
                i -> problem.levels().get(blocks.get(i).pattern.level()).reads().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum()));
        for (int next = 0; excess > 0; next++) {
            int i = coldest.get(next);
            Block block = blocks.get(i);
            int left = (int) (block.pattern.storedBy() & ~(1L << gpu));
            blocks.set(i, new Block(block.entries, pricing.pattern(block.pattern.level(), left)));
            excess -= block.entries;
        }
    }

    /** Returns the placement of their entries. */
    Placement placement(int gpus) {
        Map<Pattern, Long> entries = new LinkedHashMap<>();
        blocks.forEach(block -> entries.merge(block.pattern, block.entries, Long::sum));
        return new Placement(
                gpus,
                entries.entrySet().stream()
                        .sorted(Comparator.comparingInt(entry -> entry.getKey().level()))
                        .map(entry -> new Placement.EntryClass(
                                entry.getKey().level(),
                                entry.getValue(),
                                entry.getKey().storedBy(),
                                TimeRows.places(entry.getKey().sources())))
                        .toList());
    }
}

package dev.diptych.systems.embedding;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.Place;
import dev.diptych.model.placement.Placement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which rows of the caches hold what, by a placement whose levels are ranks side by side: a class's entries lie one behind the other wherever
 * they are stored.
 *
 * @param runs one for each class of the placement, by rank
 */
record CacheLayout(List<Run> runs, List<Long> rowsOfGpu) {
    /**
     * Entries with neighbouring ranks and one fate.
     *
     * @param firstRows in the cache of each GPU that stores them; -1 where they are not stored
     * @param sources of each GPU
     */
    record Run(long firstRank, long count, List<Long> firstRows, List<Place> sources) {
        boolean isStoredBy(int gpu) {
            return firstRows.get(gpu) >= 0;
        }
    }

    static CacheLayout of(Placement placement) {
        List<Placement.EntryClass> classes = new ArrayList<>(placement.classes());
        classes.sort(java.util.Comparator.comparingInt(Placement.EntryClass::level));
        long[] rows = new long[placement.gpus()];
        List<Run> runs = new ArrayList<>();
        long rank = 0;
        for (Placement.EntryClass one : classes) {
            List<Long> first = new ArrayList<>();
            for (int gpu = 0; gpu < rows.length; gpu++) {
                first.add(one.isStoredBy(gpu) ? rows[gpu] : -1);
                rows[gpu] += one.isStoredBy(gpu) ? one.entries() : 0;
            }
            runs.add(new Run(rank, one.entries(), first, one.sources()));
            rank += one.entries();
        }
        return new CacheLayout(runs, Arrays.stream(rows).boxed().toList());
    }

    /** Returns the index of a source in locations. */
    static int index(Place source, int gpus) {
        return source instanceof Gpu gpu ? gpu.index() : gpus;
    }
}

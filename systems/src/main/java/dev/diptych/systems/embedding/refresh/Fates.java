package dev.diptych.systems.embedding.refresh;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.HostMemory;
import dev.diptych.model.hw.Place;
import dev.diptych.model.placement.Placement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The fates that entries have, numbered in the order in which they came; there are few. A fate says from where each GPU reads an entry, and so who
 * stores it: a GPU stores what it reads from itself, and nothing else.
 */
final class Fates {
    /** Locations have sixteen sources (location.cuh). */
    private static final int BITS = 4;

    private final int gpus;
    private final Map<Long, Integer> numbers = new LinkedHashMap<>();
    private final List<Long> codes = new ArrayList<>();

    Fates(int gpus) {
        this.gpus = gpus;
    }

    /** Returns a fate's code with a source put in: four bits for each GPU, from where it reads. The number of GPUs stands for the host. */
    static long with(long code, int reader, int source) {
        return code | ((long) source << (BITS * reader));
    }

    /** Returns the number of the fate with a code. */
    int of(long code) {
        Integer known = numbers.get(code);
        if (known != null) {
            return known;
        }
        numbers.put(code, codes.size());
        codes.add(code);
        return codes.size() - 1;
    }

    /** Returns the number of a class's fate. */
    int of(Placement.EntryClass one) {
        long code = 0;
        for (int gpu = 0; gpu < gpus; gpu++) {
            code = with(code, gpu, one.sources().get(gpu) instanceof Gpu source ? source.index() : gpus);
        }
        return of(code);
    }

    /** Returns from where a GPU reads. */
    int source(int fate, int reader) {
        return (int) (codes.get(fate) >>> (BITS * reader)) & ((1 << BITS) - 1);
    }

    /** Returns who stores, a bit for each GPU. */
    long storedBy(int fate) {
        long storedBy = 0;
        for (int gpu = 0; gpu < gpus; gpu++) {
            storedBy |= source(fate, gpu) == gpu ? 1L << gpu : 0;
        }
        return storedBy;
    }

    /** Returns the class of a level's entries with a fate. */
    Placement.EntryClass entryClass(int level, long entries, int fate) {
        List<Place> places = new ArrayList<>();
        for (int gpu = 0; gpu < gpus; gpu++) {
            int source = source(fate, gpu);
            places.add(source < gpus ? new Gpu(source) : HostMemory.HOST);
        }
        return new Placement.EntryClass(level, entries, storedBy(fate), places);
    }

    int count() {
        return codes.size();
    }
}

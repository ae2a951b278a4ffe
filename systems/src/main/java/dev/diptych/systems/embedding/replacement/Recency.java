package dev.diptych.systems.embedding.replacement;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Entries in the order of their last reads. */
final class Recency {
    private final Set<Integer> oldestFirst = new LinkedHashSet<>();

    Recency(List<Integer> hottestFirst) {
        for (int i = hottestFirst.size() - 1; i >= 0; i--) {
            oldestFirst.add(hottestFirst.get(i));
        }
    }

    /** Makes an entry the youngest if it is there; returns whether it is. */
    boolean touch(int entry) {
        return oldestFirst.remove(entry) && oldestFirst.add(entry);
    }

    void add(int entry) {
        oldestFirst.add(entry);
    }

    int size() {
        return oldestFirst.size();
    }

    int oldest() {
        return oldestFirst.iterator().next();
    }

    int removeOldest() {
        Iterator<Integer> all = oldestFirst.iterator();
        int oldest = all.next();
        all.remove();
        return oldest;
    }
}

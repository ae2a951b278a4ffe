package dev.diptych.systems.sampling.reference;

import java.util.LinkedHashSet;
import java.util.Set;

/** Vertices, each once, where it comes first. */
final class FirstAppearance {
    private final Set<Integer> found = new LinkedHashSet<>();

    /** Adds vertices; -1 is none. */
    void add(int... vertices) {
        for (int vertex : vertices) {
            if (vertex >= 0) {
                found.add(vertex);
            }
        }
    }

    int[] vertices() {
        return found.stream().mapToInt(Integer::intValue).toArray();
    }
}

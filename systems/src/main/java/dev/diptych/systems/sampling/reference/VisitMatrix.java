package dev.diptych.systems.sampling.reference;

import java.util.Map;
import java.util.TreeMap;

/** Where walks came to, as a matrix: its edges' places are how often. */
final class VisitMatrix {
    private VisitMatrix() {}

    static MatrixValue of(WalksValue walks, int[] beginnings, int stride) {
        int[] first = new int[beginnings.length + 1];
        int[] sources = new int[walks.vertices().length];
        int[] counts = new int[walks.vertices().length];
        int size = 0;
        int block = walks.perSeed() * walks.stride();
        for (int column = 0; column < beginnings.length; column++) {
            Map<Integer, Integer> visits = new TreeMap<>();
            for (int at = column * block; at < (column + 1) * block; at++) {
                int step = at % walks.stride();
                int vertex = walks.vertices()[at];
                if (step > 0 && step % stride == 0 && vertex >= 0 && vertex != beginnings[column]) {
                    visits.merge(vertex, 1, Integer::sum);
                }
            }
            for (Map.Entry<Integer, Integer> visit : visits.entrySet()) {
                sources[size] = visit.getKey();
                counts[size++] = visit.getValue();
            }
            first[column + 1] = size;
        }
        return new MatrixValue(
                beginnings, first, java.util.Arrays.copyOf(sources, size), java.util.Arrays.copyOf(counts, size), null);
    }
}

package dev.diptych.sim.ptx.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** A random sparse matrix or graph in compressed rows, columns ascending, rows of 0 up to some entries. */
record Csr(List<Integer> starts, List<Integer> columnList) {
    static Csr random(long seed, int rows, int columns, int mostInARow) {
        Numbers numbers = new Numbers(seed);
        List<SortedSet<Integer>> sets = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            SortedSet<Integer> set = new TreeSet<>();
            for (int k = numbers.below(mostInARow + 1); k > 0; k--) {
                set.add(numbers.below(columns));
            }
            sets.add(set);
        }
        return of(sets);
    }

    /** Returns a graph where every edge goes both ways and none to itself. */
    static Csr symmetric(long seed, int vertices, int edges) {
        Numbers numbers = new Numbers(seed);
        List<SortedSet<Integer>> sets = new ArrayList<>();
        for (int v = 0; v < vertices; v++) {
            sets.add(new TreeSet<>());
        }
        for (int e = 0; e < edges; e++) {
            int a = numbers.below(vertices);
            int b = numbers.below(vertices);
            if (a != b) {
                sets.get(a).add(b);
                sets.get(b).add(a);
            }
        }
        return of(sets);
    }

    private static Csr of(List<SortedSet<Integer>> sets) {
        List<Integer> starts = new ArrayList<>(List.of(0));
        List<Integer> columns = new ArrayList<>();
        for (SortedSet<Integer> set : sets) {
            columns.addAll(set);
            starts.add(columns.size());
        }
        return new Csr(starts, columns);
    }

    int rows() {
        return starts.size() - 1;
    }

    int entries() {
        return columnList.size();
    }

    int[] start() {
        return starts.stream().mapToInt(i -> i).toArray();
    }

    int[] column() {
        return columnList.stream().mapToInt(i -> i).toArray();
    }
}

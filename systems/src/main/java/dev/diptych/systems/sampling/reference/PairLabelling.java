package dev.diptych.systems.sampling.reference;

import dev.diptych.model.InputException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Subgraphs around a pair of vertices: without the link between them, and labelled by the distances to both (Zhang, Chen, NeurIPS 2018). */
final class PairLabelling {
    private PairLabelling() {}

    static MatrixValue without(MatrixValue matrix, int[] pair) {
        check(pair);
        int[] columnOf = new int[matrix.edges()];
        for (int column = 0; column < matrix.columns.length; column++) {
            for (int edge = matrix.first[column]; edge < matrix.first[column + 1]; edge++) {
                columnOf[edge] = matrix.columns[column];
            }
        }
        return matrix.keep(edge -> !joins(pair, matrix.sources[edge], columnOf[edge]));
    }

    private static boolean joins(int[] pair, int source, int destination) {
        return (source == pair[0] && destination == pair[1]) || (source == pair[1] && destination == pair[0]);
    }

    static Numbers labels(MatrixValue matrix, int[] vertices, int[] pair, int all) {
        check(pair);
        Map<Integer, List<Integer>> neighbours = new HashMap<>();
        for (int column = 0; column < matrix.columns.length; column++) {
            for (int edge = matrix.first[column]; edge < matrix.first[column + 1]; edge++) {
                int source = matrix.sources[edge];
                int destination = matrix.columns[column];
                neighbours.computeIfAbsent(source, v -> new ArrayList<>()).add(destination);
                neighbours.computeIfAbsent(destination, v -> new ArrayList<>()).add(source);
            }
        }
        Map<Integer, Integer> toFirst = distances(neighbours, pair[0], pair[1]);
        Map<Integer, Integer> toSecond = distances(neighbours, pair[1], pair[0]);
        float[] labels = new float[all];
        for (int vertex : vertices) {
            Integer x = toFirst.get(vertex);
            Integer y = toSecond.get(vertex);
            if (vertex == pair[0] || vertex == pair[1]) {
                labels[vertex] = 1;
            } else if (x != null && y != null) {
                int sum = x + y;
                labels[vertex] = 1 + Math.min(x, y) + (sum / 2) * (sum / 2 + sum % 2 - 1);
            }
        }
        return new Numbers(null, labels);
    }

    /** Steps from a vertex to all that it reaches without passing another. */
    private static Map<Integer, Integer> distances(Map<Integer, List<Integer>> neighbours, int from, int without) {
        Map<Integer, Integer> distances = new HashMap<>(Map.of(from, 0));
        Deque<Integer> next = new ArrayDeque<>(List.of(from));
        while (!next.isEmpty()) {
            int vertex = next.remove();
            int beyond = distances.getOrDefault(vertex, 0) + 1;
            for (int neighbour : neighbours.getOrDefault(vertex, List.of())) {
                if (neighbour != without && distances.putIfAbsent(neighbour, beyond) == null) {
                    next.add(neighbour);
                }
            }
        }
        return distances;
    }

    private static void check(int[] pair) {
        if (pair.length < 2 || pair[0] == pair[1]) {
            throw new InputException("a link has two different vertices; the sample's first two seeds are it");
        }
    }
}

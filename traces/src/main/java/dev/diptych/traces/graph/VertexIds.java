package dev.diptych.traces.graph;

import dev.diptych.model.InputException;
import java.util.Arrays;

/** What an input calls its vertices: numbers that ascend with those of the vertices, without gaps or by a table. */
final class VertexIds {
    private final long first;
    private final int count;
    /** By vertex; empty where ids have no gaps. */
    private final long[] table;

    private VertexIds(long first, int count, long[] table) {
        this.first = first;
        this.count = count;
        this.table = table;
    }

    /** Returns ids {@code first}, {@code first + 1} and so on. */
    static VertexIds dense(long first, int count) {
        if (count < 0 || count > Graph.MOST_VERTICES) {
            throw new IllegalArgumentException(
                    "%d vertices; a graph has at most %d".formatted(count, Graph.MOST_VERTICES));
        }
        return new VertexIds(first, count, new long[0]);
    }

    /** Returns ids that ascend; takes the array over. */
    static VertexIds of(long[] ascending) {
        return new VertexIds(0, ascending.length, ascending);
    }

    int count() {
        return count;
    }

    long id(int vertex) {
        if (vertex < 0 || vertex >= count) {
            throw new IndexOutOfBoundsException("vertex %d of %d".formatted(vertex, count));
        }
        return table.length > 0 ? table[vertex] : first + vertex;
    }

    int vertex(long id) {
        long vertex = table.length > 0 ? Arrays.binarySearch(table, id) : id - first;
        // Neither is negative, so that their difference does not overflow.
        if (id < 0 || vertex < 0 || vertex >= count) {
            throw new InputException("the graph has no vertex %d; it has %s".formatted(id, described()));
        }
        return (int) vertex;
    }

    private String described() {
        return count == 0 ? "none" : "%d, from %d to %d".formatted(count, id(0), id(count - 1));
    }
}

package dev.diptych.systems.sampling.reference;

import dev.diptych.model.InputException;
import dev.diptych.traces.graph.Graph;
import java.util.Arrays;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** A matrix: columns and, for each, its edges in order. */
final class MatrixValue {
    /** The vertex of each column. */
    final int[] columns;
    /** The index of each column's first edge, and behind the last the number of edges. */
    final int[] first;
    /** The source of each edge. */
    final int[] sources;
    /** The place of each edge among those of {@link #whole}, or in a matrix of visits how often walks came along it. */
    final int[] within;
    /** What this is a part of; null for the graph and for visits. */
    final @Nullable MatrixValue whole;

    MatrixValue(int[] columns, int[] first, int[] sources, int[] within, @Nullable MatrixValue whole) {
        this.columns = columns;
        this.first = first;
        this.sources = sources;
        this.within = within;
        this.whole = whole;
    }

    static MatrixValue of(Graph graph) {
        int[] columns = new int[graph.vertices()];
        Arrays.setAll(columns, vertex -> vertex);
        return new MatrixValue(columns, graph.indptr(), graph.indices(), new int[0], null);
    }

    int edges() {
        return first[columns.length];
    }

    int degree(int column) {
        return first[column + 1] - first[column];
    }

    /** Returns the part with the edges that are to be kept, of the same columns. */
    MatrixValue keep(IntPredicate isKept) {
        Part part = new Part(edges());
        int[] ends = new int[columns.length + 1];
        for (int column = 0; column < columns.length; column++) {
            for (int edge = first[column]; edge < first[column + 1]; edge++) {
                if (isKept.test(edge)) {
                    part.add(edge);
                }
            }
            ends[column + 1] = part.size;
        }
        return part(columns, ends, part);
    }

    /** Returns the part with these edges, which are given column by column. */
    MatrixValue part(int[] partColumns, int[] ends, Part edges) {
        int[] within = Arrays.copyOf(edges.edges, edges.size);
        int[] partSources = new int[within.length];
        Arrays.setAll(partSources, i -> sources[within[i]]);
        return new MatrixValue(partColumns, ends, partSources, within, this);
    }

    /** Returns the place of an edge among those of a matrix that this is a part of; -1 if it is none of its edges. */
    int placeIn(MatrixValue other, int edge) {
        int place = edge;
        for (MatrixValue at = this; at != other; at = at.whole) {
            if (at.whole == null) {
                return -1;
            }
            place = at.within[place];
        }
        return place;
    }

    /** What is done with an edge. */
    interface EdgeRule {
        void apply(int column, int edge);
    }

    /** Goes over the edges, column by column. */
    void forEach(EdgeRule rule) {
        for (int column = 0; column < columns.length; column++) {
            for (int edge = first[column]; edge < first[column + 1]; edge++) {
                rule.apply(column, edge);
            }
        }
    }

    /** Returns the graph, or the visits, that this is a part of. */
    MatrixValue root() {
        MatrixValue at = this;
        while (at.whole != null) {
            at = at.whole;
        }
        return at;
    }

    /** Edges that are being gathered. */
    static final class Part {
        /** As many as every JVM gives an array. */
        private static final int MOST = Integer.MAX_VALUE - 8;

        private int[] edges;
        private int size;

        Part(int most) {
            this.edges = new int[Math.min(most, 1024)];
        }

        void add(int edge) {
            if (size == edges.length) {
                if (size == MOST) {
                    throw new InputException(
                            "a matrix of a sample has more than %d edges: ask for fewer columns or edges"
                                    .formatted(MOST));
                }
                edges = Arrays.copyOf(edges, (int) Math.min(MOST, Math.max(16, 2L * size)));
            }
            edges[size++] = edge;
        }

        int size() {
            return size;
        }
    }
}

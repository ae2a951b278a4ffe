package dev.diptych.traces.graph;

import dev.diptych.model.InputException;

/**
 * Makes columns of a stream of edges: a counting sort by destination, then each column is sorted by source. Beside the graph's own arrays, it takes what
 * the longest column needs.
 */
final class Compression {
    private Compression() {}

    static Graph compress(VertexIds ids, EdgeKind kind, EdgeStream edges) {
        int vertices = ids.count();
        int[] indptr = new int[vertices + 1];
        Counter counter = new Counter(indptr, kind.isUndirected());
        edges.forEach(counter);
        int total = counter.total;
        // From counts to the first position of each column.
        int first = 0;
        for (int vertex = 0; vertex <= vertices; vertex++) {
            int count = indptr[vertex];
            indptr[vertex] = first;
            first += count;
        }
        Placer placer = new Placer(indptr, total, kind);
        edges.forEach(placer);
        if (placer.total != total) {
            throw new IllegalStateException("a stream gave %d edges at first, then %d".formatted(total, placer.total));
        }
        // Placing has moved each column's first position to its end, which is where the next one begins.
        System.arraycopy(indptr, 0, indptr, 1, vertices);
        indptr[0] = 0;
        ColumnOrder.sort(indptr, placer.indices, placer.weights, placer.inputs);
        return new Graph(
                ids,
                indptr,
                placer.indices,
                kind.isWeighted(),
                placer.weights,
                ColumnOrder.isIdentity(placer.inputs) ? new int[0] : placer.inputs);
    }

    private static final class Counter implements EdgeStream.Sink {
        private final int[] counts;
        private final boolean isUndirected;
        private int total;

        Counter(int[] counts, boolean isUndirected) {
            this.counts = counts;
            this.isUndirected = isUndirected;
        }

        @Override
        public void edge(int source, int destination, float weight) {
            int last = counts.length - 2;
            if (source < 0 || source > last || destination < 0 || destination > last) {
                throw new IndexOutOfBoundsException(
                        "edge %d -> %d of a graph with %d vertices".formatted(source, destination, last + 1));
            }
            count(destination);
            if (isUndirected && source != destination) {
                count(source);
            }
        }

        private void count(int destination) {
            if (total == Graph.MOST_EDGES) {
                throw new InputException("a graph has at most %d edges; there are more".formatted(Graph.MOST_EDGES));
            }
            total++;
            counts[destination]++;
        }
    }

    private static final class Placer implements EdgeStream.Sink {
        private final int[] next;
        private final EdgeKind kind;
        private final int[] indices;
        private final int[] inputs;
        private final float[] weights;
        private int input;
        private int total;

        Placer(int[] next, int edges, EdgeKind kind) {
            this.next = next;
            this.kind = kind;
            this.indices = new int[edges];
            this.inputs = new int[edges];
            this.weights = new float[kind.isWeighted() ? edges : 0];
        }

        @Override
        public void edge(int source, int destination, float weight) {
            int place = input++;
            float kept = kind.isWeighted() ? Weights.of(weight, () -> "edge " + place) : 1;
            put(source, destination, kept, place);
            if (kind.isUndirected() && source != destination) {
                put(destination, source, kept, place);
            }
        }

        private void put(int source, int destination, float weight, int place) {
            int position = next[destination]++;
            indices[position] = source;
            inputs[position] = place;
            if (weights.length > 0) {
                weights[position] = weight;
            }
            total++;
        }
    }
}

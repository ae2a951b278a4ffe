package dev.diptych.traces.graph;

import java.util.Arrays;

/** The order of edges in a column: ascending sources, and the order of the input where they are equal. */
final class ColumnOrder {
    private static final long LOW_WORD = 0xFFFFFFFFL;

    private ColumnOrder() {}

    /** Sorts the edges of each column, which are in the order of the input, by their sources. Weights may be empty. */
    static void sort(int[] indptr, int[] indices, float[] weights, int[] inputs) {
        int most = 0;
        for (int vertex = 0; vertex + 1 < indptr.length; vertex++) {
            if (!isAscending(indices, indptr[vertex], indptr[vertex + 1])) {
                most = Math.max(most, indptr[vertex + 1] - indptr[vertex]);
            }
        }
        long[] keys = new long[most];
        int[] oldInputs = new int[most];
        float[] oldWeights = new float[weights.length > 0 ? most : 0];
        for (int vertex = 0; vertex + 1 < indptr.length; vertex++) {
            int first = indptr[vertex];
            int count = indptr[vertex + 1] - first;
            if (isAscending(indices, first, first + count)) {
                continue;
            }
            // Keys differ, so that every sort gives the same order.
            for (int i = 0; i < count; i++) {
                keys[i] = ((long) indices[first + i] << Integer.SIZE) | i;
            }
            Arrays.sort(keys, 0, count);
            System.arraycopy(inputs, first, oldInputs, 0, count);
            if (weights.length > 0) {
                System.arraycopy(weights, first, oldWeights, 0, count);
            }
            for (int i = 0; i < count; i++) {
                int before = (int) (keys[i] & LOW_WORD);
                indices[first + i] = (int) (keys[i] >>> Integer.SIZE);
                inputs[first + i] = oldInputs[before];
                if (weights.length > 0) {
                    weights[first + i] = oldWeights[before];
                }
            }
        }
    }

    static boolean isIdentity(int[] inputs) {
        for (int i = 0; i < inputs.length; i++) {
            if (inputs[i] != i) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAscending(int[] indices, int from, int to) {
        for (int i = from + 1; i < to; i++) {
            if (indices[i - 1] > indices[i]) {
                return false;
            }
        }
        return true;
    }
}

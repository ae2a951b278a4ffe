package dev.diptych.traces.graph;

import java.util.Arrays;

/** Which ids occur. Known ones are merged with batches of about as many, so that memory goes with distinct ids, not with edges. */
final class DistinctIds {
    private DistinctIds() {}

    /** Returns the ids of some columns, ascending, each once. */
    static long[] of(IdColumn... columns) {
        long[] known = new long[0];
        for (IdColumn column : columns) {
            int next = 0;
            while (next < column.size()) {
                long[] batch = new long[Math.min(column.size() - next, Math.max(IdColumn.PIECE, known.length))];
                for (int i = 0; i < batch.length; i++) {
                    batch[i] = column.get(next++);
                }
                Arrays.sort(batch);
                known = union(known, batch);
            }
        }
        return known;
    }

    /** Merges ascending numbers; those of the second array may repeat. */
    private static long[] union(long[] known, long[] more) {
        long[] merged = new long[known.length + more.length];
        int count = 0;
        int i = 0;
        int j = 0;
        while (i < known.length || j < more.length) {
            long next = j == more.length || (i < known.length && known[i] <= more[j]) ? known[i++] : more[j++];
            if (count == 0 || merged[count - 1] != next) {
                merged[count++] = next;
            }
        }
        return Arrays.copyOf(merged, count);
    }
}

package dev.diptych.systems.embedding.refresh;

import dev.diptych.systems.embedding.hotness.SparseIds;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Where every entry's row lies and from where each GPU reads it, as the controller knows it: what directories say, or will say when all that was
 * submitted is done. Entries are numbered in the order in which they became known.
 *
 * <p>A GPU may hold a row that nobody reads: one that has not been published yet, or no longer is. Everybody always reads from a place that holds
 * the row; what would break that is refused.
 *
 * <p>Primitive arrays, as a table may have many millions of entries.
 */
final class Residency {
    private static final int NOWHERE = -1;

    private final int gpus;
    private final SparseIds ids = new SparseIds();
    private long[] hostRows = new long[8];
    private final byte[][] sources;
    private final int[][] rows;
    private final List<Deque<Integer>> free = new ArrayList<>();

    /**
     * Empty caches.
     *
     * @param rowsOfGpu how many rows each GPU's cache has
     */
    Residency(List<Long> rowsOfGpu) {
        this.gpus = rowsOfGpu.size();
        this.sources = new byte[gpus][8];
        this.rows = new int[gpus][8];
        for (long count : rowsOfGpu) {
            Deque<Integer> all = new ArrayDeque<>();
            for (int row = 0; row < Math.toIntExact(count); row++) {
                all.add(row);
            }
            free.add(all);
        }
    }

    /** Returns the number of a key that was not known before: its row lies in the host's table, and everybody reads it there. */
    int add(long key, long hostRow) {
        int entry = ids.size();
        if (ids.add(key) != entry) {
            throw new IllegalStateException("key %d is known already".formatted(key));
        }
        if (entry == hostRows.length) {
            hostRows = Arrays.copyOf(hostRows, 2 * entry);
            for (int gpu = 0; gpu < gpus; gpu++) {
                sources[gpu] = Arrays.copyOf(sources[gpu], 2 * entry);
                rows[gpu] = Arrays.copyOf(rows[gpu], 2 * entry);
            }
        }
        hostRows[entry] = hostRow;
        for (int gpu = 0; gpu < gpus; gpu++) {
            sources[gpu][entry] = (byte) gpus;
            rows[gpu][entry] = NOWHERE;
        }
        return entry;
    }

    /** Returns the number of a key, or {@link SparseIds#UNKNOWN}. */
    int find(long key) {
        return ids.find(key);
    }

    int gpus() {
        return gpus;
    }

    int entries() {
        return ids.size();
    }

    long key(int entry) {
        return ids.id(entry);
    }

    /** Returns from where a GPU reads an entry: a GPU's index, or the number of GPUs for the host. */
    int source(int entry, int reader) {
        return sources[reader][entry];
    }

    /**
     * Returns the code of an entry's fate. A step of moving that was given up may leave a GPU that holds a row for others, but reads it from elsewhere;
     * no fate is so, and it counts as reading its own.
     */
    long code(int entry) {
        long code = 0;
        for (int gpu = 0; gpu < gpus; gpu++) {
            code = Fates.with(code, gpu, isRead(entry, gpu) ? gpu : sources[gpu][entry]);
        }
        return code;
    }

    boolean isHeld(int entry, int place) {
        return place == gpus || rows[place][entry] != NOWHERE;
    }

    /** Returns which row of a place's memory is an entry's. */
    long row(int entry, int place) {
        if (!isHeld(entry, place)) {
            throw new IllegalStateException("entry %d is not held by gpu%d".formatted(entry, place));
        }
        return place == gpus ? hostRows[entry] : rows[place][entry];
    }

    /** Returns how many rows of a GPU are free. */
    int free(int gpu) {
        return free.get(gpu).size();
    }

    /** Gives a free row of a GPU to an entry. Nobody reads it before {@link #read}. */
    void hold(int entry, int gpu) {
        if (isHeld(entry, gpu)) {
            throw new IllegalStateException("entry %d is held by gpu%d already".formatted(entry, gpu));
        }
        rows[gpu][entry] = free.get(gpu).remove();
    }

    /** Says that a GPU reads an entry from a place from now on. */
    void read(int entry, int reader, int place) {
        if (!isHeld(entry, place)) {
            throw new IllegalStateException(
                    "gpu%d cannot read entry %d from gpu%d, which does not hold it".formatted(reader, entry, place));
        }
        sources[reader][entry] = (byte) place;
    }

    /** Returns whether some GPU reads an entry from a place. */
    boolean isRead(int entry, int place) {
        for (int reader = 0; reader < gpus; reader++) {
            if (sources[reader][entry] == place) {
                return true;
            }
        }
        return false;
    }

    /** Takes its row from an entry that nobody reads there; the row is not free before {@link #release}. Returns the row. */
    int drop(int entry, int gpu) {
        if (isRead(entry, gpu)) {
            throw new IllegalStateException("entry %d is read from gpu%d".formatted(entry, gpu));
        }
        int row = Math.toIntExact(row(entry, gpu));
        rows[gpu][entry] = NOWHERE;
        return row;
    }

    /** Says that nothing reads a dropped row any more. */
    void release(int gpu, int row) {
        free.get(gpu).add(row);
    }
}

package dev.diptych.systems.embedding.hotness;

import java.util.Arrays;

/**
 * Any 64-bit numbers, numbered densely from 0 in the order in which they came. Open addressing with linear probing, at most half full.
 *
 * <p>Primitive arrays, because there is one for each row of a table that may have millions. Not thread-safe.
 */
public final class SparseIds {
    /** A number that it does not have. */
    public static final int UNKNOWN = -1;

    /** Half of the largest power of two that an array may have elements of. */
    private static final int MOST = 1 << 29;

    private static final int FIRST_SLOTS = 16;

    private long[] ids = new long[FIRST_SLOTS / 2];
    /** One more than the number of the id that lies there; 0 where none does. */
    private int[] slots = new int[FIRST_SLOTS];

    private int size;

    /** Returns the number of an id, or {@link #UNKNOWN}. */
    public int find(long id) {
        int there = slots[slot(id)];
        return there - 1;
    }

    /** Returns the number of an id, which it has from now on. */
    public int add(long id) {
        int slot = slot(id);
        if (slots[slot] > 0) {
            return slots[slot] - 1;
        }
        if (size == MOST) {
            throw new IllegalStateException("more than %d ids at a time".formatted(MOST));
        }
        if (size == ids.length) {
            grow();
            slot = slot(id);
        }
        ids[size] = id;
        slots[slot] = ++size;
        return size - 1;
    }

    /** Returns the id with a number. */
    public long id(int number) {
        return ids[number];
    }

    public int size() {
        return size;
    }

    private void grow() {
        ids = Arrays.copyOf(ids, 2 * ids.length);
        slots = new int[2 * slots.length];
        for (int number = 0; number < size; number++) {
            slots[slot(ids[number])] = number + 1;
        }
    }

    /** Returns where an id lies, or would. */
    private int slot(long id) {
        int mask = slots.length - 1;
        int slot = (int) hash(id) & mask;
        while (slots[slot] > 0 && ids[slots[slot] - 1] != id) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    /** The finaliser of MurmurHash3 (A. Appleby, public domain), as {@code location.cuh} has it. */
    private static long hash(long id) {
        long hash = id ^ id >>> 33;
        hash *= 0xff51afd7ed558ccdL;
        hash ^= hash >>> 33;
        hash *= 0xc4ceb9fe1a85ec53L;
        return hash ^ hash >>> 33;
    }
}

package dev.diptych.model.table;

import java.util.Arrays;

/**
 * A growing column of whole numbers; its type says how many bytes each takes, in memory and in a file. Rows lie in pages, so a column of any length grows without
 * being copied.
 */
public final class Column {
    /** The width of a column's numbers in a file. */
    public enum Type {
        I32(4),
        I64(8);

        private final int bytes;

        Type(int bytes) {
            this.bytes = bytes;
        }

        public int bytes() {
            return bytes;
        }
    }

    private static final int PAGE_SHIFT = 16;
    private static final int PAGE_ROWS = 1 << PAGE_SHIFT;
    /** Of the first page, which grows to its full length. */
    private static final int FIRST_ROWS = 16;

    private final String name;
    private final Type type;
    /** Pages of a column of {@link Type#I32}; else there are none. */
    private int[][] ints;
    /** Pages of a column of {@link Type#I64}; else there are none. */
    private long[][] longs;

    private int capacity = FIRST_ROWS;
    private int size;

    public Column(String name, Type type) {
        this.name = name;
        this.type = type;
        ints = type == Type.I32 ? new int[][] {new int[FIRST_ROWS]} : new int[0][];
        longs = type == Type.I64 ? new long[][] {new long[FIRST_ROWS]} : new long[0][];
    }

    public String name() {
        return name;
    }

    public Type type() {
        return type;
    }

    public int size() {
        return size;
    }

    public long get(int row) {
        int page = checked(row) >>> PAGE_SHIFT;
        int at = row & (PAGE_ROWS - 1);
        return type == Type.I32 ? ints[page][at] : longs[page][at];
    }

    public void set(int row, long value) {
        put(checked(row), value);
    }

    public void add(long value) {
        if (size == capacity) {
            grow();
        }
        put(size, value);
        size++;
    }

    private void put(int row, long value) {
        int page = row >>> PAGE_SHIFT;
        int at = row & (PAGE_ROWS - 1);
        if (type == Type.I64) {
            longs[page][at] = value;
        } else if (value == (int) value) {
            ints[page][at] = (int) value;
        } else {
            throw new IllegalArgumentException("%d does not fit column '%s' of 32 bits".formatted(value, name));
        }
    }

    /** Makes the first page twice as long, or appends one. */
    private void grow() {
        boolean isFirst = size < PAGE_ROWS;
        capacity = isFirst ? 2 * size : Math.addExact(size, PAGE_ROWS);
        int page = isFirst ? 0 : size >>> PAGE_SHIFT;
        if (type == Type.I32) {
            ints = Arrays.copyOf(ints, page + 1);
            ints[page] = isFirst ? Arrays.copyOf(ints[0], capacity) : new int[PAGE_ROWS];
        } else {
            longs = Arrays.copyOf(longs, page + 1);
            longs[page] = isFirst ? Arrays.copyOf(longs[0], capacity) : new long[PAGE_ROWS];
        }
    }

    private int checked(int row) {
        if (row < 0 || row >= size) {
            throw new IndexOutOfBoundsException("column '%s' has %d rows, not row %d".formatted(name, size, row));
        }
        return row;
    }
}

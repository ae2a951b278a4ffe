package dev.diptych.model.table;

import java.util.Arrays;

/** A growing column of whole numbers; its type says how many bytes each takes in a file. */
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

    private final String name;
    private final Type type;
    private long[] values = new long[16];
    private int size;

    public Column(String name, Type type) {
        this.name = name;
        this.type = type;
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
        return values[checked(row)];
    }

    public void set(int row, long value) {
        values[checked(row)] = fitting(value);
    }

    public void add(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, Math.addExact(size, size >> 1));
        }
        values[size++] = fitting(value);
    }

    private int checked(int row) {
        if (row < 0 || row >= size) {
            throw new IndexOutOfBoundsException("column '%s' has %d rows, not row %d".formatted(name, size, row));
        }
        return row;
    }

    private long fitting(long value) {
        if (type == Type.I32 && value != (int) value) {
            throw new IllegalArgumentException("%d does not fit column '%s' of 32 bits".formatted(value, name));
        }
        return value;
    }
}

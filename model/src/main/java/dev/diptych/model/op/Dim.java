package dev.diptych.model.op;

/** The extent of a grid in blocks, or of a block in threads. */
public record Dim(int x, int y, int z) {
    public Dim {
        if (x < 1 || y < 1 || z < 1) {
            throw new IllegalArgumentException(
                    "a grid or block has at least 1 in each dimension, but was %d,%d,%d".formatted(x, y, z));
        }
    }

    public static Dim of(int x) {
        return new Dim(x, 1, 1);
    }

    /** Returns the number of blocks or threads. */
    public long count() {
        return (long) x * y * z;
    }
}

package dev.diptych.systems.sampling;

import dev.diptych.model.random.Philox;

/** Features of vertices and parameters of models, drawn from a seed where nobody has others: what sampling by a model needs to be timed and compared. */
public final class DrawnModel {
    private static final int FEATURES = "features".hashCode();

    private final long seed;

    public DrawnModel(long seed) {
        this.seed = seed;
    }

    /** Returns a feature, uniform in +-1. */
    public float feature(int vertex, int width, int index) {
        return uniform(FEATURES, (long) vertex * width + index);
    }

    /** Returns an element of a matrix of parameters, uniform in +-1/sqrt(rows). */
    public float parameter(String name, int rows, int columns, int row, int column) {
        return uniform(name.hashCode(), (long) row * columns + column) / (float) Math.sqrt(rows);
    }

    /** 24 bits, so that every value is exact. */
    private float uniform(int site, long index) {
        return (Philox.bits64(seed, site, index) >> 40) * 0x1p-23f;
    }
}

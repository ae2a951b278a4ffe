package dev.diptych.model.hw;

/** One GPU of a platform, by its index there. */
public record Gpu(int index) implements Place {
    public Gpu {
        if (index < 0) {
            throw new IllegalArgumentException("a GPU's index is not negative, but was " + index);
        }
    }

    @Override
    public String toString() {
        return "gpu" + index;
    }
}

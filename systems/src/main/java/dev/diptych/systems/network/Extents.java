package dev.diptych.systems.network;

/** The extents of what a layer makes of one image: floats in channels, of each its rows. */
public record Extents(int channels, int height, int width) {
    /** Returns the numbers of a channel. */
    public int pixels() {
        return Math.multiplyExact(height, width);
    }

    /** Returns all numbers. */
    public int count() {
        return Math.multiplyExact(channels, pixels());
    }

    @Override
    public String toString() {
        return "%d x %d x %d".formatted(channels, height, width);
    }
}

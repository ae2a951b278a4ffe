package dev.diptych.model.random;

/** Normally distributed numbers of mean 0 and standard deviation 1, by Box and Muller's transform; with StrictMath, which has the same bits everywhere. */
public final class Normal {
    private Normal() {}

    /**
     * Returns the number that belongs to a seed and an index.
     *
     * @param radiusSite of one of the two draws that a number takes
     * @param angleSite of the other
     */
    public static double of(long seed, int radiusSite, int angleSite, long index) {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(Philox.unit(seed, radiusSite, index)));
        return radius * StrictMath.cos(2 * Math.PI * Philox.unit(seed, angleSite, index));
    }
}

package dev.diptych.systems.sampling;

import dev.diptych.model.random.Philox;

/**
 * The random numbers of one sample, each a pure function of the user's seed, the sample's id, the site in the program, an item (a vertex, an edge or a
 * walk) and the number of the draw there. Where something lies in a batch, and on which thread it is computed, no number depends on.
 *
 * <p>Number {@code i} is half of a Philox4x32-10 block with key (seed) and counter ({@code i / 2}, item, site, sample id): its first two words if {@code i}
 * is even, else the others, the earlier word on top.
 */
public final class Draws {
    private static final long LOW_WORD = 0xFFFFFFFFL;

    private final long seed;
    private final int sampleId;
    private final int[] block = new int[4];

    public Draws(long seed, int sampleId) {
        this.seed = seed;
        this.sampleId = sampleId;
    }

    /** Returns 64 random bits. */
    public long bits(int site, int item, int draw) {
        Philox.block(draw >>> 1, item, site, sampleId, (int) seed, (int) (seed >>> 32), block);
        int at = (draw & 1) * 2;
        return (block[at] & LOW_WORD) << 32 | (block[at + 1] & LOW_WORD);
    }

    /** Returns a whole number in {@code [0, bound)}: the high word of a product with 64 bits. Its bias is below {@code bound / 2^64}. */
    public long below(long bound, int site, int item, int draw) {
        long bits = bits(site, item, draw);
        return Math.multiplyHigh(bits, bound) + (bits < 0 ? bound : 0);
    }

    /** Returns whether something happens whose chance is {@code threshold / 2^32}. */
    public boolean happens(long threshold, int site, int item, int draw) {
        return (bits(site, item, draw) >>> 32) < threshold;
    }

    /** Returns a threshold for {@link #happens}. */
    public static long threshold(double chance) {
        return (long) Math.floor(chance * 0x1p32);
    }

    /**
     * Returns when an item with a weight arrives in an exponential race, {@code -ln(U) / weight} with U in (0, 1): those that arrive first are a weighted
     * sample without replacement (Efraimidis, Spirakis, Information Processing Letters 97, 2006). The logarithm is fdlibm's, the same on every machine.
     */
    public double arrival(double weight, int site, int item, int draw) {
        return arrivalOf(bits(site, item, draw), weight);
    }

    /** Returns when an item with a weight arrives, by 64 random bits. */
    public static double arrivalOf(long bits, double weight) {
        double unit = ((bits >>> 11) + 0.5) * 0x1p-53;
        return -StrictMath.log(unit) / weight;
    }
}

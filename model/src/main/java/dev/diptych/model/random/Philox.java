package dev.diptych.model.random;

/**
 * Philox4x32-10: random numbers as a pure function of a 128-bit counter and a 64-bit key, the same on every processor.
 *
 * <p>Ten rounds of two 32x32 to 64 bit products, as in Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as 1, 2, 3", SC'11,
 * section 4.3. {@code native/src/main/cuda/philox.cuh} is the same function for the GPU.
 */
public final class Philox {
    private static final long MULTIPLIER_0 = 0xD2511F53L;
    private static final long MULTIPLIER_1 = 0xCD9E8D57L;
    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;
    private static final int ROUNDS = 10;
    private static final long LOW_WORD = 0xFFFFFFFFL;

    private Philox() {}

    /** Writes the four 32-bit numbers of a counter and a key into {@code out[0..3]}. */
    public static void block(int counter0, int counter1, int counter2, int counter3, int key0, int key1, int[] out) {
        int c0 = counter0;
        int c1 = counter1;
        int c2 = counter2;
        int c3 = counter3;
        int k0 = key0;
        int k1 = key1;
        for (int round = 0; round < ROUNDS; round++) {
            long product0 = MULTIPLIER_0 * (c0 & LOW_WORD);
            long product1 = MULTIPLIER_1 * (c2 & LOW_WORD);
            c0 = (int) (product1 >>> 32) ^ c1 ^ k0;
            c1 = (int) product1;
            c2 = (int) (product0 >>> 32) ^ c3 ^ k1;
            c3 = (int) product0;
            k0 += WEYL_0;
            k1 += WEYL_1;
        }
        out[0] = c0;
        out[1] = c1;
        out[2] = c2;
        out[3] = c3;
    }

    /** Returns 64 random bits for a seed, a site (which use of randomness this is) and an index. */
    public static long bits64(long seed, int site, long index) {
        int[] out = new int[4];
        block((int) index, (int) (index >>> 32), site, 0, (int) seed, (int) (seed >>> 32), out);
        return (out[0] & LOW_WORD) << 32 | (out[1] & LOW_WORD);
    }

    /** Returns a uniform integer in {@code [0, bound)} by multiply-high; the bias is below {@code bound / 2^64}. */
    public static long below(long bound, long seed, int site, long index) {
        if (bound <= 0) {
            throw new IllegalArgumentException("a bound is positive, but was " + bound);
        }
        long bits = bits64(seed, site, index);
        // The high word of an unsigned product, from the signed one: bits counts 2^64 more when its top bit is set.
        return Math.multiplyHigh(bits, bound) + (bits < 0 ? bound : 0);
    }

    /** Returns a uniform number in the open interval (0, 1), a multiple of 2^-53 plus 2^-54. */
    public static double unit(long seed, int site, long index) {
        return ((bits64(seed, site, index) >>> 11) + 0.5) * 0x1p-53;
    }
}

package dev.diptych.model.random;

/**
 * A permutation of the whole numbers below a power of two, the one that {@code fill_permutation} of {@code fill.cu} writes. A product with an
 * odd number and a sum are permutations modulo a power of two; so is the exclusive or with the upper half, which carries what those leave in the
 * upper bits to the lower ones.
 */
public final class Permutation {
    private static final int SITE = 1;
    private static final int ROUNDS = 3;

    private final long mask;
    private final int shift;
    private final long[] factor = new long[ROUNDS];
    private final long[] summand = new long[ROUNDS];

    /**
     * One of the permutations.
     *
     * @param length a power of two
     */
    public Permutation(long length, long seed) {
        if (length < 1 || Long.bitCount(length) != 1) {
            throw new IllegalArgumentException(
                    "a permutation of %d numbers, which is no power of two".formatted(length));
        }
        mask = length - 1;
        shift = (Long.bitCount(mask) + 1) / 2;
        for (int round = 0; round < ROUNDS; round++) {
            factor[round] = Philox.bits64(seed, SITE, 2L * round) | 1;
            summand[round] = Philox.bits64(seed, SITE, 2L * round + 1);
        }
    }

    /** Returns where a number from 0 to {@code length - 1} goes. */
    public long of(long number) {
        long x = number;
        for (int round = 0; round < ROUNDS; round++) {
            x = (x * factor[round] + summand[round]) & mask;
            x ^= x >>> shift;
        }
        return x;
    }
}

package dev.diptych.model.random;

/**
 * Zipf-distributed ranks: rank {@code k} of {@code 1..count} with probability proportional to {@code k^-exponent}.
 *
 * <p>Rejection-inversion of Hoermann and Derflinger, "Rejection-inversion to generate variates from monotone discrete distributions", ACM
 * TOMACS 6(3), 1996, section 3: an integral of the continuous hat is inverted, and a rank is kept when it lies under the discrete
 * histogram. A library's sampler would do but for {@code Math.log}, which may differ in the last bit between JDKs; here {@code StrictMath}
 * and keyed draws make rank {@code i} the same everywhere, whatever else was drawn.
 */
public final class Zipf {
    /** Far beyond what is ever needed: each attempt is kept with a probability of more than 0.7. */
    private static final int MOST_ATTEMPTS = 1 << 10;

    /** Attempts of one draw use indices of their own. */
    private static final int ATTEMPT_BITS = 10;

    private final long count;
    private final double exponent;
    private final double lowest;
    private final double highest;
    private final double shortcut;

    /**
     * @param count how many ranks, at least 1
     * @param exponent above 0
     */
    public Zipf(long count, double exponent) {
        if (count < 1 || !(exponent > 0)) {
            throw new IllegalArgumentException(
                    "a Zipf distribution of %d ranks with exponent %s".formatted(count, exponent));
        }
        this.count = count;
        this.exponent = exponent;
        this.lowest = hatIntegral(1.5) - 1;
        this.highest = hatIntegral((double) count + 0.5);
        this.shortcut = 2 - inverse(hatIntegral(2.5) - hat(2));
    }

    /** Returns the rank, from 1 on, that belongs to a seed, a site and an index. */
    public long rank(long seed, int site, long index) {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            double u = highest + Philox.unit(seed, site, (index << ATTEMPT_BITS) + attempt) * (lowest - highest);
            double x = inverse(u);
            long rank = Math.max(1, Math.min(count, (long) (x + 0.5)));
            if ((double) rank - x <= shortcut || u >= hatIntegral((double) rank + 0.5) - hat((double) rank)) {
                return rank;
            }
        }
        throw new IllegalStateException("no rank was kept in %d attempts at index %d".formatted(MOST_ATTEMPTS, index));
    }

    private double hat(double x) {
        return StrictMath.exp(-exponent * StrictMath.log(x));
    }

    /** The integral of x^-exponent, up to a constant; written so that it does not cancel near exponent 1. */
    private double hatIntegral(double x) {
        double log = StrictMath.log(x);
        return expm1Over((1 - exponent) * log) * log;
    }

    private double inverse(double integral) {
        // Below -1 only by rounding, at the upper end of an exponent above 1.
        double t = Math.max(-1, integral * (1 - exponent));
        return StrictMath.exp(log1pOver(t) * integral);
    }

    private static double log1pOver(double x) {
        return Math.abs(x) > 1e-8 ? StrictMath.log1p(x) / x : 1 - x * (0.5 - x / 3);
    }

    private static double expm1Over(double x) {
        return Math.abs(x) > 1e-8 ? StrictMath.expm1(x) / x : 1 + x * (0.5 + x / 6);
    }
}

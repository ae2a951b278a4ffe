package dev.diptych.systems.network;

/**
 * How far floats may take a network's results from what exact numbers would give.
 *
 * <p>A chain of n fused multiply-adds rounds each partial sum. With terms of no preferred sign, the i-th is about sqrt(i) terms large and is rounded by
 * a number that is uniform up to u = 2^-24 of it either way; so the sum, of sqrt(n) terms, is off by u sqrt(n / 6) of itself. Weights with a norm
 * folded into them are rounded once more. Errors of the layers are independent (N. J. Higham, T. Mary, A new approach to probabilistic rounding error
 * analysis, SIAM J. Sci. Comput. 41, 2019), and layers behind enlarge them as they enlarge what the numbers themselves differ by, so their squares add
 * up. Of a thousand results the one that is off most is off by 3 to 4 times as much; and activations that are cut off at 6 keep numbers small, but not what
 * they differ by: of MobileNetV2, the largest difference was 10 times the estimate. {@link #FACTOR} leaves room beyond that. Sums by several blocks, or
 * several threads, are shorter chains, and off by less.
 */
final class Tolerance {
    private static final double ROUNDING = 0x1p-24;
    private static final double FACTOR = 64;

    private Tolerance() {}

    /** Returns the largest difference that a result may have, given some results. */
    static double of(Network network, double[] results) {
        double squares = 0;
        for (double result : results) {
            squares += result * result;
        }
        double roundings = 0;
        for (int i = 0; i < network.layers().size(); i++) {
            // The other layers round once, or not at all.
            roundings += 1 + NetworkParameters.terms(network, i) / 6.0;
        }
        return FACTOR * ROUNDING * Math.sqrt(roundings) * Math.sqrt(squares / results.length);
    }
}

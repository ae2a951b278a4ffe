package dev.diptych.systems.sampling;

import dev.diptych.systems.sampling.program.WalkRule;

/**
 * How a proposed step of a second-order walk is accepted: with chance {@code back}, {@code near} or {@code far} in {@code 2^32}, in proportion to {@code
 * 1/p : 1 : 1/q}, the largest of them always. Proposals that are all refused are followed by one draw from exact weights.
 */
public record Node2VecChances(long back, long near, long far) {
    /** Proposals of a step. */
    public static final int ATTEMPTS = 64;

    /** Draws of a step: two for each proposal, and the last. */
    public static final int DRAWS_PER_STEP = 2 * ATTEMPTS + 2;

    /** By how much weights and chances lose bits in the last draw, so that a column's sum of their products has 63. */
    private static final int WEIGHT_SHIFT = 8;

    private static final int CHANCE_SHIFT = 20;

    public static Node2VecChances of(WalkRule.Node2Vec rule) {
        double back = 1.0 / rule.p();
        double far = 1.0 / rule.q();
        double largest = Math.max(1, Math.max(back, far));
        return new Node2VecChances(
                Draws.threshold(back / largest), Draws.threshold(1 / largest), Draws.threshold(far / largest));
    }

    /** Returns the weight of an edge in the last draw. */
    public static long lastWeight(long weight, long chance) {
        return weight == 0 ? 0 : Math.max(1, weight >>> WEIGHT_SHIFT) * Math.max(1, chance >>> CHANCE_SHIFT);
    }
}

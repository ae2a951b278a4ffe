package dev.diptych.traces.graph;

import dev.diptych.model.InputException;

/** What may be a weight. */
final class Weights {
    private Weights() {}

    /**
     * Returns a weight as graphs hold it, with 32 bits.
     *
     * @param where names the edge in the message
     * @throws InputException when it cannot be one
     */
    static float of(double weight, Where where) {
        float narrow = (float) weight;
        if (!(weight >= 0 && narrow < Float.POSITIVE_INFINITY)) {
            throw new InputException(
                    "%s: weight %s; weights are finite and at least 0, as chances are in proportion to them"
                            .formatted(where.text(), weight));
        }
        if (narrow == 0 && weight > 0) {
            throw new InputException(
                    "%s: weight %s is too small for 32 bits; scale all weights up".formatted(where.text(), weight));
        }
        // Minus zero becomes zero: a quotient would tell them apart.
        return narrow + 0f;
    }

    /** Names an edge, where that is needed. */
    @FunctionalInterface
    interface Where {
        String text();
    }
}

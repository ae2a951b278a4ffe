package dev.diptych.systems.arrivals;

import dev.diptych.model.InputException;
import dev.diptych.model.random.Philox;
import java.util.List;

/** Of which kind each request is: drawn by weights, by its id, so that one request's kind does not hang on the times of others. */
final class Kinds {
    private static final int KIND_SITE = 21;

    private final double[] cumulated;
    private final long seed;

    /**
     * @param weights of kinds, from 0 on; none for one kind
     * @throws InputException when one is negative, or none positive
     */
    Kinds(String process, List<Double> weights, long seed) {
        this.cumulated = new double[weights.size()];
        this.seed = seed;
        double sum = 0;
        for (int kind = 0; kind < cumulated.length; kind++) {
            double weight = weights.get(kind);
            if (!(weight >= 0)) {
                throw new InputException(
                        "arrivals '%s': weight %s of kind %d is negative".formatted(process, weight, kind));
            }
            sum += weight;
            cumulated[kind] = sum;
        }
        if (cumulated.length > 0 && !(sum > 0)) {
            throw new InputException("arrivals '%s': no weight of 'kinds' is positive".formatted(process));
        }
    }

    /** Returns the kind of a request. */
    int of(long requestId) {
        if (cumulated.length == 0) {
            return 0;
        }
        double drawn = Philox.unit(seed, KIND_SITE, requestId) * cumulated[cumulated.length - 1];
        int kind = 0;
        while (drawn >= cumulated[kind]) {
            kind++;
        }
        return kind;
    }
}

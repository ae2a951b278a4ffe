package dev.diptych.cli;

import dev.diptych.model.config.ConfigNode;
import dev.diptych.model.config.ConfigNode.Mapping;
import dev.diptych.model.config.ConfigNode.Scalar;
import dev.diptych.model.config.ConfigNode.Sequence;
import dev.diptych.model.run.Arrival;
import java.util.Iterator;
import java.util.List;

/** An experiment over its first requests: hardware varies from one to the next, and a simulation does not. */
final class FewRequests {
    /** Simulated of each recorded run, the warm-up included: repeats of a simulation are equal once its caches are warm. */
    static final int ENOUGH = 4;

    private FewRequests() {}

    /** Returns an experiment with the first metric alone, which leaves out the same share of the requests at the front as before. */
    static ConfigNode shortened(ConfigNode resolved, int few, int all) {
        if (!(resolved instanceof Mapping mapping
                && mapping.entries().get("metrics") instanceof Sequence metrics
                && metrics.items().get(0) instanceof Mapping headline)) {
            throw new IllegalStateException(resolved.where() + " was an experiment before");
        }
        ConfigNode one = headline;
        if (headline.entries().get("skip") instanceof Scalar skip) {
            long kept = Long.parseLong(skip.text()) * few / all;
            one = headline.with("skip", new Scalar(skip.where(), Long.toString(kept), Scalar.Kind.INTEGER));
        }
        return resolved.with("metrics", new Sequence(metrics.where(), List.of(one)));
    }

    /** Returns the first of some requests. */
    static Iterable<Arrival> first(Iterable<Arrival> all, int count) {
        return () -> {
            Iterator<Arrival> arrivals = all.iterator();
            return new Iterator<>() {
                private int left = count;

                @Override
                public boolean hasNext() {
                    return left > 0 && arrivals.hasNext();
                }

                @Override
                public Arrival next() {
                    left--;
                    return arrivals.next();
                }
            };
        };
    }
}

package dev.diptych.systems.serving.scheduler;

import dev.diptych.systems.serving.Job;
import dev.diptych.systems.serving.ServedModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A stream for each instance of each model: a job that begins takes one of its model's, and gives it back at its end. */
final class InstanceStreams {
    private final List<@Nullable StreamPool> pools;

    InstanceStreams(int models) {
        pools = new ArrayList<>(Collections.nCopies(models, null));
    }

    private StreamPool pool(ServedModel model) {
        StreamPool pool = pools.get(model.index());
        if (pool == null) {
            pool = new StreamPool(model.instances(), model.index(), pools.size());
            pools.set(model.index(), pool);
        }
        return pool;
    }

    /** Returns whether an instance of a model is free. */
    boolean hasFree(ServedModel model) {
        return !pool(model).isEmpty();
    }

    /** Takes a stream for a job; there has to be one. */
    void take(Job job) {
        job.stream = pool(job.model()).take();
    }

    void giveBack(Job job) {
        pool(job.model()).giveBack(job.stream);
    }
}

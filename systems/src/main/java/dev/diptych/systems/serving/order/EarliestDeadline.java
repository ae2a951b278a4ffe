package dev.diptych.systems.serving.order;

import com.google.auto.service.AutoService;

/** Earliest deadline first; jobs without one go last. */
@AutoService(JobOrder.class)
public final class EarliestDeadline implements JobOrder {
    @Override
    public String name() {
        return "edf";
    }

    @Override
    public String summary() {
        return "the job whose deadline comes first";
    }

    @Override
    public Keys open() {
        return job -> (double) job.deadlineNanos();
    }
}

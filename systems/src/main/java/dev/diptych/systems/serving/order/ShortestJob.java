package dev.diptych.systems.serving.order;

import com.google.auto.service.AutoService;

/** Shortest job first, by all its operations. */
@AutoService(JobOrder.class)
public final class ShortestJob implements JobOrder {
    @Override
    public String name() {
        return "sjf";
    }

    @Override
    public String summary() {
        return "the job that takes the least time in all";
    }

    @Override
    public Keys open() {
        return job -> job.model().times().totalMicros();
    }
}

package dev.diptych.systems.serving.order;

import com.google.auto.service.AutoService;

/** Jobs take turns, an operation each: who has had one goes behind all others. */
@AutoService(JobOrder.class)
public final class RoundRobin implements JobOrder {
    @Override
    public String name() {
        return "round-robin";
    }

    @Override
    public String summary() {
        return "the job that has waited longest since its last operation";
    }

    @Override
    public Keys open() {
        return job -> 0;
    }
}

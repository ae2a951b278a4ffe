package dev.diptych.systems.serving.order;

import com.google.auto.service.AutoService;

/** Shortest remaining processing time: what Paella uses (SOSP'23; its artifact's {@code JobQueue}). */
@AutoService(JobOrder.class)
public final class ShortestRemainingTime implements JobOrder {
    @Override
    public String name() {
        return "srpt";
    }

    @Override
    public String summary() {
        return "the job that has the least time to go";
    }

    @Override
    public Keys open() {
        return job -> job.model().times().remainingMicros(job.released());
    }
}

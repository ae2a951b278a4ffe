package dev.diptych.systems.serving.order;

import com.google.auto.service.AutoService;

/** First come, first served. */
@AutoService(JobOrder.class)
public final class Fifo implements JobOrder {
    @Override
    public String name() {
        return "fifo";
    }

    @Override
    public String summary() {
        return "the job that arrived first";
    }

    @Override
    public Keys open() {
        return job -> (double) job.requestId();
    }
}

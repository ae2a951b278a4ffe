package dev.diptych.systems.serving.scheduler;

import dev.diptych.systems.serving.Job;

/** Decides which operations the GPU gets to see, and when. To be called from callbacks of the run alone, one at a time. */
public interface Scheduler {
    /** Returns how kernels report that are released so, the same throughout; by default none does. */
    default Reporting reporting() {
        return Reporting.NONE;
    }

    /** Returns in which batches requests are served, the same throughout; by default each is a job by itself. */
    default Batching batching() {
        return Batching.NONE;
    }

    /**
     * A job has come and has an instance of its model to itself. Where requests are gathered, it is a request without an instance, of which
     * nothing can be released: {@link Dispatch#gather} makes it part of a job that has one.
     */
    void onJob(Job job);

    /**
     * The oldest operation of a job that ran has ended; told once for each. Where blocks report, that is when the last of them has, which is
     * before the device says so of the operation.
     *
     * @param job {@link Job#done()} counts the operation already; {@link Job#isDone()} when it was the last one
     */
    void onOpDone(Job job);

    /**
     * Blocks of an operation have started or finished, and these are not the last ones of the job's oldest operation, whose end is told instead. Only
     * for schedulers that ask for notices.
     *
     * @param op which of the job's operations, from 0 on
     */
    default void onBlocks(Job job, int op, int started, int finished) {
        throw new IllegalStateException(job + " reported blocks to a scheduler that takes no notices");
    }

    /** The time has come that was asked for by {@link Dispatch#wake}; perhaps a little later. */
    default void onWake() {
        throw new IllegalStateException("a scheduler was woken that never asked for it");
    }
}

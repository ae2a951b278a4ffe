package dev.diptych.systems.serving.scheduler;

import dev.diptych.model.hw.GpuSpec;
import dev.diptych.systems.serving.Job;
import java.util.List;

/** All that a scheduler may do. */
public interface Dispatch {
    GpuSpec gpu();

    /** Returns the time since the run began, the same throughout a callback. */
    long nowNanos();

    /** Returns how many models are served; {@link dev.diptych.systems.serving.ServedModel#index} counts them. */
    int models();

    /** Appends a job's next operation to a stream. Jobs that are through all their operations are finished by themselves. */
    void release(Job job, int stream);

    /** The same with nothing that tells of its end: that is known when the next operation in the stream has ended that tells. */
    void releaseQuietly(Job job, int stream);

    /** The same for a kernel whose blocks report themselves, as {@link Scheduler#reporting} has it, instead of the stream. */
    void releaseReporting(Job job, int stream);

    /** Appends all that is left of a job to a stream; only the end of the last operation is sure to be told when it comes. */
    default void releaseWhole(Job job, int stream) {
        while (!job.isAtLast()) {
            releaseQuietly(job, stream);
        }
        release(job, stream);
    }

    /**
     * Returns a job that serves requests of one model together, for schedulers that {@linkplain Scheduler#batching gather}; each of them has
     * come by {@link Scheduler#onJob}, and is finished when that job is through. It has an instance until then, of which there are {@link
     * dev.diptych.systems.serving.ServedModel#instances}.
     *
     * @param requests in the order in which they came
     */
    Job gather(List<Job> requests);

    /** Gives up a job of which nothing has been released: it is finished without having been served. */
    void reject(Job job);

    /** Asks for {@link Scheduler#onWake} at a time, at once when it has passed. */
    void wake(long atNanos);
}

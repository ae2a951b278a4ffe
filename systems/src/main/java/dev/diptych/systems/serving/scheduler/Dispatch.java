package dev.diptych.systems.serving.scheduler;

import dev.diptych.model.hw.GpuSpec;
import dev.diptych.systems.serving.Job;

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

    /** The same for a kernel whose blocks report themselves, {@link Scheduler#blocksPerNotice} at a time, instead of the stream. */
    void releaseReporting(Job job, int stream);

    /** Gives up a job of which nothing has been released: it is finished without having been served. */
    void reject(Job job);

    /** Asks for {@link Scheduler#onWake} at a time, at once when it has passed. */
    void wake(long atNanos);
}

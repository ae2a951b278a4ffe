package dev.diptych.model.run;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.Place;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Op;

/**
 * All that a system may do. To be called from {@link Program#start} and from callbacks only.
 *
 * <p>What a host refuses ends the run: a refusal is not part of the log, so a controller that caught it and went on could not be replayed.
 */
public interface Host {
    /** The request of operations that serve no request: set-up, and work in the background. */
    long NO_REQUEST = -1;

    /**
     * Streams from this one on have the highest priority that the GPU gives: blocks of their launches are placed before all blocks of other
     * streams that wait, whichever were launched first. Blocks that are placed go on to their end.
     */
    int HIGH_PRIORITY_STREAM = 4096;

    Platform platform();

    /** Returns the time since the run began, the same throughout a callback. */
    long nowNanos();

    /** Returns the run's seed, to key random numbers with. */
    long seed();

    /**
     * Returns a new buffer whose contents are undefined.
     *
     * @throws dev.diptych.model.InputException when the place has not that much memory left
     */
    Buffer allocate(Place place, long bytes);

    /**
     * Appends an operation to a stream of a GPU and returns its id: dense, from 0, in the order of submission. Operations of one stream run
     * one after the other; those of different streams are not ordered.
     *
     * @param stream from 0 on; a stream exists from its first use
     * @param requestId the request that the operation serves, or {@link #NO_REQUEST}
     * @throws dev.diptych.model.InputException when the GPU cannot run the operation at all (shared memory, registers, threads, no path)
     */
    long submit(Gpu gpu, int stream, long requestId, Op op);

    /**
     * Appends an operation as {@link #submit} does, but has nothing watch for its end, so that the stream goes on behind it undisturbed. A
     * launch that reports its blocks ({@link dev.diptych.model.op.Launch#blocksPerNotice}) is told as done when all of them have ended; any
     * other together with the next operation of its stream that is, just before it. The system has to submit that one, whenever it likes. Device
     * times need something that watches, so a quiet operation has none: it starts when it was submitted and ends when its end is told.
     */
    long submitQuietly(Gpu gpu, int stream, long requestId, Op op);

    /** Asks for {@link Controller#onTimer} at a time, at once when it has passed. Ids are the system's own. */
    void timer(long timerId, long atNanos);

    /**
     * Asks for the same, but the run does not wait for it: as soon as nothing else is pending, the run is over, and the timer never rings. For
     * what watches the rest.
     */
    void backgroundTimer(long timerId, long atNanos);

    /**
     * Says when a request will have been served, as far as the system can tell: for whoever waits for it, and may want to be awake by then.
     * Nothing follows from it for the run, so a log does not hold it.
     */
    default void expectFinish(long requestId, long atNanos) {}

    /** Says that a request has been served. Each request is finished once. */
    void finish(long requestId);
}

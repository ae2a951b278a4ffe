package dev.diptych.model.run;

import org.jspecify.annotations.Nullable;

/**
 * Requests that come from outside while a run goes on. A backend asks for them between callbacks, often, on the thread that runs the program;
 * an answer should take next to no time.
 */
public interface LiveRequests {
    /**
     * Returns the request that came next, or null when none has. What is returned is told to the program at once.
     *
     * @param requestId the id that it gets: dense, from 0
     * @param atNanos its arrival: now, in nanoseconds since the set-up was done
     */
    @Nullable
    Arrival poll(long requestId, long atNanos);

    /** Returns whether none will come any more. */
    boolean areOver();

    /**
     * Returns how much time has passed since this was called first, in nanoseconds, after a wait that ends when a request may have come, or
     * somewhat after {@code untilNanos} at the latest. A machine whose time is simulated keeps pace with the world by it.
     */
    long awaitNanos(long untilNanos);
}

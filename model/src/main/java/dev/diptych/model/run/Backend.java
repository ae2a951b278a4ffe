package dev.diptych.model.run;

import java.util.Optional;
import java.util.SortedMap;

/** A machine that runs programs: simulated or real. Runs one program; a second run takes a second backend. */
public interface Backend extends AutoCloseable {
    /**
     * Runs a program until every request has been finished, every operation is done and no timer is pending but those in the background.
     *
     * @param arrivals in order of time and id
     * @throws IllegalStateException when nothing is pending and a request is not finished: the message names it
     */
    void run(Program program, Iterable<Arrival> arrivals);

    /**
     * As {@link #run}, with requests that come while the run goes on; until they are over. Each is told as it comes, with the time at which it
     * did. A simulated machine keeps pace with {@link LiveRequests#awaitNanos}; where it is slower than that, requests come later to it.
     */
    void serve(Program program, LiveRequests requests);

    /** Returns what a reader needs to know of the machine and the run, by name: versions, clocks, hashes. Complete after {@link #run}. */
    SortedMap<String, String> facts();

    /** Returns where and when each block ran, if the backend can tell and its settings ask for it. Complete after {@link #run}. */
    default Optional<BlockTrace> blocks() {
        return Optional.empty();
    }

    /**
     * Gives everything back.
     *
     * @throws MachineStuck when something goes on that does not end; nothing is given back then
     */
    @Override
    void close();
}

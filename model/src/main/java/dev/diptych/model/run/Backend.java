package dev.diptych.model.run;

import java.util.Optional;
import java.util.SortedMap;

/** A machine that runs programs: simulated or real. Runs one program; a second run takes a second backend. */
public interface Backend extends AutoCloseable {
    /**
     * Runs a program until every request has been finished, every operation is done and no timer is pending.
     *
     * @param arrivals in order of time and id
     * @throws IllegalStateException when nothing is pending and a request is not finished: the message names it
     */
    void run(Program program, Iterable<Arrival> arrivals);

    /** Returns what a reader needs to know of the machine and the run, by name: versions, clocks, hashes. Complete after {@link #run}. */
    SortedMap<String, String> facts();

    /** Returns where and when each block ran, if the backend can tell and its settings ask for it. Complete after {@link #run}. */
    default Optional<BlockTrace> blocks() {
        return Optional.empty();
    }

    @Override
    void close();
}

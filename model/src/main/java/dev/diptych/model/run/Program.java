package dev.diptych.model.run;

/** A system under study, ready to run. */
public interface Program {
    /**
     * Starts the system on a host and returns what the host is to tell.
     *
     * <p>Operations submitted here are the run's set-up: the first request arrives when all of them are done, and the intended times of all
     * requests count from then.
     */
    Controller start(Host host);
}

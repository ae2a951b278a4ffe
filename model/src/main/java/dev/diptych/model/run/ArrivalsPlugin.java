package dev.diptych.model.run;

import dev.diptych.model.plugin.Plugin;

/** An arrival process, by name. */
public interface ArrivalsPlugin<S extends Record> extends Plugin<S> {
    /**
     * Returns the requests of a run, in order of time and id: a pure function of settings and seed, and lazy where there are many.
     *
     * @throws dev.diptych.model.InputException when a setting is out of range
     */
    Iterable<Arrival> arrivals(S settings, long seed);
}

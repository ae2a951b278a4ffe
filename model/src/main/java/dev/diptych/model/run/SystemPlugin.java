package dev.diptych.model.run;

import dev.diptych.model.plugin.Plugin;

/** A system under study, by name. */
public interface SystemPlugin<S extends Record> extends Plugin<S> {
    /**
     * Returns a program for the system with these settings.
     *
     * @throws dev.diptych.model.InputException when a setting is out of range
     */
    Program program(S settings);

    /**
     * Returns whether each request is served as those before it and apart from them, so that a few show what all do. Where requests queue for what
     * others hold, they do not.
     */
    default boolean servesAlike() {
        return true;
    }
}

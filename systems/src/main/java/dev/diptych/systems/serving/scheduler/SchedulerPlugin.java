package dev.diptych.systems.serving.scheduler;

import dev.diptych.model.plugin.Plugin;

/** A scheduler by name. */
public interface SchedulerPlugin<S extends Record> extends Plugin<S> {
    /**
     * Returns a scheduler at the beginning of a run.
     *
     * @throws dev.diptych.model.InputException when a setting is out of range
     */
    Scheduler scheduler(S settings, Dispatch dispatch);
}

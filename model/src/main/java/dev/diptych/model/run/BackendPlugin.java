package dev.diptych.model.run;

import dev.diptych.model.hw.Platform;
import dev.diptych.model.plugin.Plugin;

/** A panel, by name: {@code sim} or {@code cuda}. */
public interface BackendPlugin<S extends Record> extends Plugin<S> {
    /**
     * Opens the machine for one run.
     *
     * @throws dev.diptych.model.InputException when the machine is not there or not enough: no GPU, no driver, too few GPUs, no peer link
     */
    Backend open(Platform platform, long seed, S settings);
}

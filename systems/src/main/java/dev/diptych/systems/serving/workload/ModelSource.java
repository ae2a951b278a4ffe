package dev.diptych.systems.serving.workload;

import dev.diptych.model.plugin.Plugin;

/** Where a model that is served comes from: a list of kernels, a recorded trace, a bundle that computes. */
public interface ModelSource<S extends Record> extends Plugin<S> {
    /**
     * Returns how instances of the model are made.
     *
     * @throws dev.diptych.model.InputException when a setting is out of range, or a file cannot be read
     */
    Blueprint blueprint(S settings);
}

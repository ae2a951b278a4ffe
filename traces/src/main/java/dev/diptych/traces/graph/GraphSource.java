package dev.diptych.traces.graph;

import dev.diptych.model.plugin.Plugin;

/** Where a graph comes from: a file, or a rule that makes one. */
public interface GraphSource<S extends Record> extends Plugin<S> {
    /**
     * Returns the graph, which depends on settings and seed alone.
     *
     * @throws dev.diptych.model.InputException when a setting is out of range, or a file cannot be read
     */
    Graph graph(S settings, long seed);
}

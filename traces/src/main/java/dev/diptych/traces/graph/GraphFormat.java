package dev.diptych.traces.graph;

import dev.diptych.model.plugin.Plugin;
import java.nio.file.Path;

/** A way in which files hold graphs, known by how their names end. */
public interface GraphFormat extends Plugin<Plugin.None> {
    /** Returns whether a file has this format, by its name, or by being a directory. */
    boolean covers(Path file);

    /**
     * Reads a graph.
     *
     * @param isUndirected whether each edge leads both ways although the file lists it once
     * @throws dev.diptych.model.InputException when the file cannot be read or is malformed; the message names the place
     */
    Graph read(Path file, boolean isUndirected);

    @Override
    default None defaults() {
        return new None();
    }
}

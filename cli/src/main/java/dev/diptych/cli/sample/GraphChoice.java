package dev.diptych.cli.sample;

import dev.diptych.model.InputException;
import dev.diptych.model.config.Yaml;
import dev.diptych.model.plugin.Selected;
import dev.diptych.traces.graph.Graph;
import dev.diptych.traces.graph.GraphFile;
import dev.diptych.traces.graph.GraphSource;
import java.nio.file.Path;

/** A graph as option {@code --graph} names it: a file, or a mapping with the name of a source and its settings. */
public final class GraphChoice {
    private static final String OPTION = "--graph";

    private GraphChoice() {}

    /**
     * Returns the graph.
     *
     * @param isUndirected whether each edge of a file leads both ways although the file lists it once
     * @param seed of generators
     * @throws InputException when there is no such file or source, or what it says is wrong
     */
    public static Graph read(String text, boolean isUndirected, long seed) {
        if (!text.startsWith("{")) {
            return GraphFile.read(Path.of(text), isUndirected);
        }
        if (isUndirected) {
            throw new InputException("--undirected is for files; a mapping has a setting 'undirected' of its own");
        }
        return made(text, seed);
    }

    @SuppressWarnings({"rawtypes", "unchecked"}) // Settings were bound to the source's own type.
    private static Graph made(String text, long seed) {
        Selected<GraphSource> source = Selected.of(GraphSource.class, "source of graphs", Yaml.option(text, OPTION));
        return source.plugin().graph(source.settings(), seed);
    }
}

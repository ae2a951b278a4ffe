package dev.diptych.traces.graph;

import dev.diptych.model.InputException;
import dev.diptych.model.plugin.Plugins;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Graphs in files, whatever their format. */
public final class GraphFile {
    private GraphFile() {}

    /**
     * Reads a graph in the format that the file's name tells.
     *
     * @param isUndirected whether each edge leads both ways although the file lists it once
     * @throws InputException when there is no such file or format, or the file is malformed
     */
    public static Graph read(Path file, boolean isUndirected) {
        if (!Files.exists(file)) {
            throw new InputException("%s: there is no such file".formatted(file));
        }
        List<GraphFormat> formats = Plugins.all(GraphFormat.class);
        return formats.stream()
                .filter(format -> format.covers(file))
                .findFirst()
                .orElseThrow(() -> new InputException("%s: no graph by its name; known are %s"
                        .formatted(
                                file, formats.stream().map(GraphFormat::summary).collect(Collectors.joining("; ")))))
                .read(file, isUndirected);
    }
}

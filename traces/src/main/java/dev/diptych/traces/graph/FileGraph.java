package dev.diptych.traces.graph;

import com.google.auto.service.AutoService;
import java.nio.file.Path;

/** A graph that a file holds. */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(GraphSource.class)
public final class FileGraph implements GraphSource<FileGraph.Settings> {
    /**
     * Where it is.
     *
     * @param path of a file, or of a directory with arrays
     * @param undirected whether each edge leads both ways although the file lists it once
     */
    public record Settings(String path, boolean undirected) {}

    @Override
    public String name() {
        return "file";
    }

    @Override
    public String summary() {
        return "a graph in a file: Matrix Market, a list of edges, or NumPy arrays of a CSC matrix";
    }

    @Override
    public Settings defaults() {
        return new Settings("experiments/data/graphs/facebook.txt.gz", true);
    }

    @Override
    public Graph graph(Settings settings, long seed) {
        return GraphFile.read(Path.of(settings.path()), settings.undirected());
    }
}

package dev.diptych.traces.graph;

import com.google.auto.service.AutoService;
import dev.diptych.model.InputException;
import dev.diptych.traces.NpyType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A matrix that is compressed by columns, as NumPy saves it and {@code scipy.sparse.csc_array} holds it: arrays {@code indptr}, {@code indices} and perhaps
 * {@code weights}, in a directory of {@code .npy} files or in one {@code .npz} file. Column {@code v} has the sources {@code indices[indptr[v]]} to {@code
 * indices[indptr[v + 1] - 1]}, in any order.
 */
@AutoService(GraphFormat.class)
public final class NumpyColumns implements GraphFormat {
    private static final List<NpyType> WHOLE = List.of(NpyType.I32, NpyType.I64);
    private static final List<NpyType> NUMBERS = List.of(NpyType.F32, NpyType.F64, NpyType.I32, NpyType.I64);

    @Override
    public String name() {
        return "numpy-csc";
    }

    @Override
    public String summary() {
        return "NumPy arrays indptr, indices and perhaps weights of a CSC matrix (.npz, or a directory of .npy files)";
    }

    @Override
    public boolean covers(Path file) {
        return Files.isDirectory(file) || file.toString().endsWith(".npz");
    }

    @Override
    public Graph read(Path file, boolean isUndirected) {
        GraphArrays arrays = Files.isDirectory(file) ? GraphArrays.ofDirectory(file) : GraphArrays.ofArchive(file);
        GraphArrays.Numbers starts = arrays.get("indptr", WHOLE);
        GraphArrays.Numbers sources = arrays.get("indices", WHOLE);
        int[] indptr = indptr(starts, sources);
        int[] indices = indices(sources, indptr.length - 1);
        Optional<GraphArrays.Numbers> given = arrays.find("weights", NUMBERS);
        float[] weights = given.map(numbers -> weights(numbers, sources)).orElse(new float[0]);
        EdgeKind kind = new EdgeKind(given.isPresent(), isUndirected);
        return Graph.of(indptr.length - 1, kind, to -> {
            for (int column = 0; column + 1 < indptr.length; column++) {
                for (int position = indptr[column]; position < indptr[column + 1]; position++) {
                    to.edge(indices[position], column, kind.isWeighted() ? weights[position] : 1);
                }
            }
        });
    }

    private static int[] indptr(GraphArrays.Numbers starts, GraphArrays.Numbers sources) {
        if (starts.count() < 1 || starts.count() - 1 > Graph.MOST_VERTICES) {
            throw new InputException("%s: %d elements; there is one more than vertices, which are at most %d"
                    .formatted(starts.name(), starts.count(), Graph.MOST_VERTICES));
        }
        if (sources.count() > Graph.MOST_EDGES) {
            throw new InputException("%s: %d elements; a graph has at most %d edges"
                    .formatted(sources.name(), sources.count(), Graph.MOST_EDGES));
        }
        int[] indptr = new int[(int) starts.count()];
        starts.forEachWhole((at, start) -> {
            long least = at == 0 ? 0 : indptr[at - 1];
            if (start < least || start > sources.count() || (at == 0 && start > 0)) {
                throw new InputException("%s: element %d is %d; they ascend from 0 to the number of indices, %d"
                        .formatted(starts.name(), at, start, sources.count()));
            }
            indptr[at] = (int) start;
        });
        if (indptr[indptr.length - 1] != sources.count()) {
            throw new InputException("%s: ends at %d, but there are %d indices"
                    .formatted(starts.name(), indptr[indptr.length - 1], sources.count()));
        }
        return indptr;
    }

    private static int[] indices(GraphArrays.Numbers sources, int vertices) {
        int[] indices = new int[(int) sources.count()];
        sources.forEachWhole((at, source) -> {
            if (source < 0 || source >= vertices) {
                throw new InputException("%s: element %d is %d; sources are from 0 to %d"
                        .formatted(sources.name(), at, source, vertices - 1));
            }
            indices[at] = (int) source;
        });
        return indices;
    }

    private static float[] weights(GraphArrays.Numbers given, GraphArrays.Numbers sources) {
        if (given.count() != sources.count()) {
            throw new InputException("%s: %d elements, but there are %d indices"
                    .formatted(given.name(), given.count(), sources.count()));
        }
        float[] weights = new float[(int) given.count()];
        given.forEach((at, weight) ->
                weights[at] = Weights.of(weight, () -> "%s: element %d".formatted(given.name(), at)));
        return weights;
    }
}

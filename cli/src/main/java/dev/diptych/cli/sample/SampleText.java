package dev.diptych.cli.sample;

import dev.diptych.model.InputException;
import dev.diptych.systems.sampling.Sample;
import dev.diptych.systems.sampling.program.Output;
import dev.diptych.systems.sampling.program.SamplingProgram;
import dev.diptych.traces.Json;
import dev.diptych.traces.graph.Graph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is said of the samples of one program: an object of JSON for each, in the ids of the graph's input, or a row of a table. */
public final class SampleText {
    /** Of an edge that is none of the graph's. */
    private static final long NO_EDGE = -1;

    private final Graph graph;
    private final List<Output.Layer> layers;
    private final List<Output.Walks> walks;
    private final List<Output.Vertices> vertices;

    /**
     * Says what samples of a program consist of: places are of all layers, in their order, or of none ({@link SamplingProgram#relabelled}).
     *
     * @throws InputException when that is several lists of vertices
     */
    public SampleText(Graph graph, SamplingProgram program) {
        this.graph = graph;
        this.layers = outputs(program, Output.Layer.class);
        this.walks = outputs(program, Output.Walks.class);
        this.vertices = outputs(program, Output.Vertices.class);
        if (vertices.size() > 1) {
            throw new InputException("the algorithm's samples have %d lists of vertices; there is a place for one"
                    .formatted(vertices.size()));
        }
    }

    private static <T extends Output> List<T> outputs(SamplingProgram program, Class<T> kind) {
        return program.outputs().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    /** Returns a sample as one line: what its program does not give has no key. */
    public String json(Sample sample) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("sampleId", sample.sampleId());
        if (!layers.isEmpty()) {
            List<Map<String, Object>> blocks = new ArrayList<>();
            for (int layer = 0; layer < layers.size(); layer++) {
                Map<String, Object> edges = block(
                        sample.blocks().get(layer), layers.get(layer).weights().isPresent());
                if (!sample.places().isEmpty()) {
                    addPlaces(sample.blocks().get(layer), sample.places().get(layer), edges);
                }
                blocks.add(edges);
            }
            object.put("layers", blocks);
        }
        if (!walks.isEmpty()) {
            List<long[]> steps = new ArrayList<>();
            sample.walks().forEach(some -> addWalks(some, steps));
            object.put("walks", steps);
        }
        if (!vertices.isEmpty()) {
            Sample.Vertices some = sample.vertices().get(0);
            object.put("nodes", ids(some.ids()));
            if (vertices.get(0).labels().isPresent()) {
                object.put("labels", some.labels());
            }
        }
        return Json.line(object);
    }

    private Map<String, Object> block(Sample.Block block, boolean isWeighted) {
        long[] destinations = new long[block.sources().length];
        for (int column = 0; column < block.columns().length; column++) {
            Arrays.fill(
                    destinations, block.first()[column], block.first()[column + 1], graph.id(block.columns()[column]));
        }
        Map<String, Object> edges = new LinkedHashMap<>();
        edges.put("src", ids(block.sources()));
        edges.put("dst", destinations);
        edges.put(
                "edge",
                Arrays.stream(block.positions())
                        .mapToLong(position -> position < 0 ? NO_EDGE : graph.edge(position))
                        .toArray());
        if (isWeighted) {
            edges.put("weight", block.weights());
        }
        return edges;
    }

    /** Adds where each edge's two vertices are among those of its layer. */
    private static void addPlaces(Sample.Block block, Sample.Places places, Map<String, Object> edges) {
        int[] columns = new int[places.sources().length];
        for (int column = 0; column < places.columns().length; column++) {
            Arrays.fill(columns, block.first()[column], block.first()[column + 1], places.columns()[column]);
        }
        edges.put("row", places.sources());
        edges.put("col", columns);
    }

    /** A walk ends before its room does where there was no way on. */
    private void addWalks(Sample.Walks some, List<long[]> steps) {
        for (int begin = 0; begin < some.vertices().length; begin += some.stride()) {
            steps.add(Arrays.stream(some.vertices(), begin, begin + some.stride())
                    .takeWhile(vertex -> vertex >= 0)
                    .mapToLong(graph::id)
                    .toArray());
        }
    }

    private long[] ids(int[] numbers) {
        return Arrays.stream(numbers).mapToLong(graph::id).toArray();
    }

    /** Returns what is above the rows. */
    public String header() {
        StringBuilder line = new StringBuilder("%10s".formatted("sample"));
        for (int layer = 1; layer <= layers.size(); layer++) {
            line.append(" %12s %12s".formatted("columns " + layer, "edges " + layer));
        }
        if (!walks.isEmpty()) {
            line.append(" %12s %12s".formatted("walks", "steps"));
        }
        if (!vertices.isEmpty()) {
            line.append(" %12s".formatted("nodes"));
        }
        return line.append("  digest").toString();
    }

    /** Returns the sizes of a sample, and its digest. */
    public String row(Sample sample) {
        StringBuilder line = new StringBuilder("%10d".formatted(sample.sampleId()));
        sample.blocks()
                .forEach(block -> line.append(" %12d %12d".formatted(block.columns().length, block.sources().length)));
        if (!walks.isEmpty()) {
            List<long[]> steps = new ArrayList<>();
            sample.walks().forEach(some -> addWalks(some, steps));
            long taken = steps.stream().mapToLong(walk -> walk.length - 1L).sum();
            line.append(" %12d %12d".formatted(steps.size(), taken));
        }
        sample.vertices().forEach(some -> line.append(" %12d".formatted(some.ids().length)));
        return line.append("  ").append(digest(sample)).toString();
    }

    /** Returns how two samples that should be the same differ; empty if they do not. */
    public static String difference(Sample taken, Sample wanted) {
        return taken.digest() == wanted.digest()
                ? ""
                : "sample %d: its digest is %s, but the reference's %s"
                        .formatted(wanted.sampleId(), digest(taken), digest(wanted));
    }

    private static String digest(Sample sample) {
        return "%016x".formatted(sample.digest());
    }
}
